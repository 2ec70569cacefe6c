import { legible, shortened } from "../../base/text.ts";
import { stderr } from "../stdout.ts";

/** One request that has ended. Nothing in it is secret: no header, no query. */
export interface Entry {
  readonly method: string;
  readonly path: string;
  /** 499: the client went away before it had its answer. */
  readonly status: number;
  readonly milliseconds: number;
  readonly received: number;
  readonly sent: number;
}

/** Lines that may wait for a reader of stderr that is slow; more would fill the memory. */
const mostWaiting = 10_000;

/** Writes a line for each request, such as `2026-01-31T12:00:00.000Z 200 POST /compare 3.1 ms, 51 B in, 800 B out`. */
export function accessLog(): (entry: Entry) => void {
  let [waiting, dropped] = [0, 0];
  const write = (text: string) => {
    waiting++;
    stderr.write(text, () => void waiting--);
  };
  return ({ method, path, status, milliseconds, received, sent }) => {
    if (waiting >= mostWaiting) return void dropped++;
    if (dropped > 0) write(`${now()} ${dropped} lines were left out: stderr was not read.\n`);
    dropped = 0;
    const asked = legible(`${shortened(method, 20)} ${shortened(path, 100)}`);
    write(`${now()} ${status} ${asked} ${milliseconds.toFixed(1)} ms, ${received} B in, ${sent} B out\n`);
  };
}

function now(): string {
  return new Date().toISOString();
}
