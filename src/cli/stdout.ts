/**
 * Prevents an uncaught error when the reader of stdout has ended (`| head`) or the disk
 * is full (`> file`). Instead, `print` rejects. The command then ends without a message
 * for EPIPE, and with a message for any other error. Files are written before anything
 * is printed, so none is lost.
 */
export function tolerateClosedPipes(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    stream.on("error", () => {});
  }
}

/** Characters in one write. One write for each number would take longer than the computation. */
const chunk = 1 << 16;

/** Prints the pieces on stdout in order. Resolves when the system has accepted all of them. */
export async function print(pieces: Iterable<string>): Promise<void> {
  for (const text of chunks(pieces)) await write(text);
}

/** The same text in fewer pieces. */
export function* chunks(pieces: Iterable<string>): Generator<string> {
  let buffer = "";
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < chunk) continue;
    yield buffer;
    buffer = "";
  }
  if (buffer !== "") yield buffer;
}

function write(text: string): Promise<void> {
  return new Promise((done, fail) => {
    process.stdout.write(text, (error) => (error ? fail(error) : done()));
  });
}

/** Ends the process when stdout and stderr are empty. Busy threads end with it. */
export async function exit(code: number): Promise<never> {
  const emptied = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((done) => stream.write("", () => done())),
  );
  await Promise.all(emptied);
  process.exit(code);
}
