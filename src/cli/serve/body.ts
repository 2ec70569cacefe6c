import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "./answer.ts";

/** Bytes that all requests together may hold. */
export class Room {
  readonly #most: number;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get held(): number {
    return this.#held;
  }

  /** @throws {Refusal} 503 if so many more are too many now. */
  take(bytes: number): void {
    if (this.#held + bytes > this.#most)
      throw new Refusal(503, "What other requests have sent fills the memory. Ask again later.", {
        "Retry-After": "1",
      });
    this.#held += bytes;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}

/** A body that has arrived, whose bytes count until `free` is called. */
export interface Body {
  readonly bytes: Buffer;
  free(): void;
}

/**
 * Reads the body of a request. What is too large is refused before it is read where its length is said, and else as soon
 * as it is: never is more held than `most`.
 *
 * @param continued - whether the client waits for a word before it sends the body (`Expect: 100-continue`)
 * @throws {Refusal} 413 for a body of more than `most` bytes; 415 for one that is compressed; 503 where all are too many
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  { most, room, continued }: { readonly most: number; readonly room: Room; readonly continued: boolean },
  signal: AbortSignal,
): Promise<Body> {
  const { "content-encoding": coding = "identity", "content-length": length } = request.headers;
  if (coding !== "identity")
    throw new Refusal(415, `Content-Encoding ${coding} is not taken; send the body as it is.`);
  if (Number(length ?? 0) > most) throw tooLarge(most);
  if (continued) response.writeContinue();
  let size = 0;
  const free = () => {
    room.give(size);
    size = 0;
  };
  const count = (bytes: number) => {
    if (size + bytes > most) throw tooLarge(most);
    room.take(bytes);
    size += bytes;
  };
  try {
    return { bytes: await collected(request, count, signal), free };
  } catch (error) {
    free();
    throw error;
  }
}

/** All bytes. A loop over the stream would cut the connection where it ends early, and lose the answer. */
function collected(
  request: IncomingMessage,
  count: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      request.off("data", take).off("end", whole);
      signal.removeEventListener("abort", stop);
      settle();
    };
    const take = (piece: Buffer) => {
      try {
        count(piece.length);
        pieces.push(piece);
      } catch (error) {
        end(() => reject(error as Error));
      }
    };
    const whole = () => end(() => resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)));
    const stop = () => end(() => reject(signal.reason as Error));
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    request.on("error", () => {}); // of a client that goes away, which the signal tells
    request.on("data", take).on("end", whole);
  });
}

function tooLarge(most: number): Refusal {
  return new Refusal(413, `The body is larger than the ${most} bytes that this service takes.`);
}

/** Milliseconds in which what a refused request still sends is read and thrown away, so that its sender reads the answer. */
const patience = 2000;

/** Lets a refused request end: it is still being sent, and a connection that is cut would lose the answer. */
export function letEnd(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.on("error", () => {}).resume();
  const timer = setTimeout(() => request.complete || request.socket.destroy(), patience);
  request.once("close", () => clearTimeout(timer));
}
