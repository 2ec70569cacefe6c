import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Refusal, sendRefusal, type Answer } from "./answer.ts";
import { isLoopbackName, isSame, randomText } from "./guard.ts";

/** A server of this machine alone. */
export interface Loopback {
  /** Where it is: `http://127.0.0.1:PORT/TOKEN/`. */
  readonly address: string;
  /** An address that leads there once. Everyone on the machine can read the words with which a browser is started. */
  once(): string;
  /** Ends it, and what is being sent. */
  close(): Promise<void>;
}

/** What is served. */
export interface Site {
  /** The answer for an address below the token, without the slash before it; undefined where there is none. */
  find(address: string): Answer | undefined;
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Serves on the loopback address, to whoever knows the token in the address: other users of the machine and other
 * pages in the browser do not. A page of another site that made its name lead here (DNS rebinding) has another `Host`.
 *
 * @param port - 0: a free one
 * @throws the system's error if the port is in use
 */
export async function serveLoopback(site: Site, port: number): Promise<Loopback> {
  const keys: Keys = { token: randomText(), tickets: new Set() };
  const server = createServer((request, response) => {
    void answered(site, keys, request, response).catch((error: unknown) =>
      sendRefusal(request, response, error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: `${origin}/${keys.token}/`,
    once() {
      const ticket = randomText();
      keys.tickets.add(ticket);
      return `${origin}/${ticket}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What lets a request in. */
interface Keys {
  readonly token: string;
  /** Each is good for one request, which is told the token. */
  readonly tickets: Set<string>;
}

async function answered(
  { find, headers }: Site,
  { token, tickets }: Keys,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const { method = "", url = "" } = request;
  if (!isLoopbackName(request.headers.host))
    throw new Refusal(403, "This address is for this machine alone.");
  const [, given = "", slash = "", rest = ""] = /^\/([^/?]*)(\/?)([^?]*)/.exec(url) ?? [];
  if (tickets.delete(given)) return redirect(response, 303, `/${token}/`);
  if (!isSame(given, token))
    throw new Refusal(403, "The address lacks its key. Take the whole address that the command printed.");
  if (method !== "GET" && method !== "HEAD")
    throw new Refusal(405, "Files can only be read.", { Allow: "GET, HEAD" });
  if (slash === "") return redirect(response, 308, `/${token}/`);
  const answer = find(decoded(rest));
  if (!answer) throw new Refusal(404, "There is no such file here.");
  return answer(request, response);
}

function redirect(response: ServerResponse, status: number, place: string): void {
  response.writeHead(status, { Location: place, "Content-Length": 0 }).end();
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Refusal(404, "There is no such file here.");
  }
}
