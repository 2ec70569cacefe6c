import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers one request for one address. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A request that cannot be answered as asked: a status of HTTP, and a sentence for the reader. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Answers with a text that is there already. @param type - as of `typeOf` */
export function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  type: string,
  text: string,
): void {
  const bytes = Buffer.from(text);
  response.writeHead(200, { "Content-Type": type, "Content-Length": bytes.length });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** Says why a request is refused. What was sent in part already ends without its rest, which the reader notices. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, message, headers } =
    error instanceof Refusal
      ? error
      : new Refusal(500, error instanceof Error ? error.message : String(error));
  const bytes = Buffer.from(`${message}\n`);
  const own = { "Content-Type": "text/plain; charset=utf-8", "Content-Length": bytes.length };
  response.writeHead(status, { ...headers, ...own });
  response.end(request.method === "HEAD" ? undefined : bytes);
}
