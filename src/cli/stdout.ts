import { dryRun } from "./dry-run/state.ts";
import { link } from "./thread/link.ts";
import type { StreamName } from "./thread/messages.ts";

/** stdout or stderr, with what is known of its terminal. */
export interface OutputStream {
  /** @param done - is called when the system has accepted the text, or with its error */
  write(text: string, done?: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number | undefined;
}

/** What every command writes to: the streams of the process, which a command's own thread reaches by its link. */
export const stdout = streamOf("stdout");
export const stderr = streamOf("stderr");

function streamOf(name: StreamName): OutputStream {
  if (!link) return process[name];
  const { send, terminals } = link;
  return {
    ...terminals[name],
    write: (text, done = () => {}) => void send(name, text).then(() => done(), done),
  };
}

/** Characters in one write. One write for each number would take longer than the computation. */
const chunk = 1 << 16;

/**
 * Prints the pieces on stdout in order. Resolves when the system has accepted all of them.
 * @throws the system's error: EPIPE if the reader has ended, as `head` does, or that of a full disk
 */
export async function print(pieces: Iterable<string>): Promise<void> {
  if (dryRun()) return; // what it would print is no result
  for (const text of chunks(pieces)) await write(stdout, text);
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

/** Resolves when everything that was written to stdout and stderr has arrived, or cannot. */
export async function flushed(): Promise<void> {
  await Promise.all([stdout, stderr].map((stream) => write(stream, "").catch(() => {})));
}

function write(stream: OutputStream, text: string): Promise<void> {
  return new Promise((done, fail) => {
    stream.write(text, (error?: Error | null) => (error ? fail(error) : done()));
  });
}
