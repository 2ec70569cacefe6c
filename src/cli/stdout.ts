/**
 * Keeps a reader that went away (`| head`) or a full disk (`> file`) from being
 * an uncaught error: `print` rejects with it, and the command ends quietly at
 * EPIPE and with a message at any other. Files are written before anything is
 * printed, so none is lost.
 */
export function tolerateClosedPipes(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    stream.on("error", () => {});
  }
}

/** Characters gathered into one write: a call per number would take longer than the numbers. */
const chunk = 1 << 16;

/** Prints the pieces in order on stdout; resolves when the system has taken all of them. */
export async function print(pieces: Iterable<string>): Promise<void> {
  let buffer = "";
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < chunk) continue;
    await write(buffer);
    buffer = "";
  }
  if (buffer !== "") await write(buffer);
}

function write(text: string): Promise<void> {
  return new Promise((done, fail) => {
    process.stdout.write(text, (error) => (error ? fail(error) : done()));
  });
}

/** Ends the process when both streams are empty; threads that are still busy end with it. */
export async function exit(code: number): Promise<never> {
  const emptied = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((done) => stream.write("", () => done())),
  );
  await Promise.all(emptied);
  process.exit(code);
}
