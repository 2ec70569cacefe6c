import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "./answer.ts";

/** The reason of the signal of a request whose client went away. */
export class Gone extends Error {
  override readonly name = "Gone";

  constructor() {
    super("The client went away.");
  }
}

/** One request, and what its answer is written to. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Whether the client waits for a word before it sends the body. */
  readonly continued: boolean;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Aborted when the client goes away, or the service ends. */
  readonly signal: AbortSignal;
  /** Ends the work for another reason. */
  abort(reason: Error): void;
}

/** The path of a request and what stands behind its question mark. @throws {Refusal} 400 for another form of address */
export function addressOf(url: string): { path: string; query: URLSearchParams } {
  if (!url.startsWith("/")) throw new Refusal(400, "The address of a request begins with a slash.");
  const at = url.indexOf("?");
  return {
    path: at < 0 ? url : url.slice(0, at),
    query: new URLSearchParams(at < 0 ? "" : url.slice(at + 1)),
  };
}

/** Milliseconds in which a client must have taken a whole answer. */
const patience = 60_000;

/** Answers with bytes or text. A client that does not take them is cut off after a while. */
export function send(
  { request, response }: Pick<Exchange, "request" | "response">,
  status: number,
  type: string,
  content: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  response.writeHead(status, { "Content-Type": type, "Content-Length": bytes.length, ...headers });
  response.end(request.method === "HEAD" ? undefined : bytes);
  limitSending(response);
}

/** Cuts off a client that does not take the end of its answer. */
export function limitSending(response: ServerResponse): void {
  if (response.writableFinished || response.destroyed) return;
  const timer = setTimeout(() => response.destroy(), patience);
  response.once("close", () => clearTimeout(timer));
}
