import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { bearerOf, isLoopbackName, isSame } from "./guard.ts";

/** Who may ask. */
export interface Access {
  /** What a client must know; undefined on the loopback address, where everyone on this machine may ask. */
  readonly token: string | undefined;
  /** Origins of pages that may ask from a browser, such as `https://zoo.example.org`; `*`: any. */
  readonly origins: readonly string[];
}

/**
 * Without a token a request must call this machine by a name of the loopback address, because a page of another site may
 * make its own name lead here (DNS rebinding). Pages may ask only where their origin was allowed: a browser sends a form to
 * anybody.
 *
 * @param isOpen - whether it is answered without a token
 * @throws {Refusal} 403 or 401
 */
export function assertAllowed(
  { token, origins }: Access,
  { method, headers }: IncomingMessage,
  isOpen: boolean,
): void {
  const { host = "", origin } = headers;
  if (token === undefined && !isLoopbackName(host))
    throw new Refusal(403, "Without a token this service answers to 127.0.0.1 and localhost alone.");
  const isOwn = origin === undefined || origin.replace(/^https?:\/\//, "") === host;
  if (!isOwn && !isAllowed(origins, origin))
    throw new Refusal(
      403,
      "Pages of other sites may not ask here. The operator allows some by --allow-origin.",
    );
  if (token === undefined || isOpen || method === "OPTIONS") return; // a browser asks without it what it may send
  if (isSame(bearerOf(headers.authorization), token)) return;
  throw new Refusal(401, "The token is missing or wrong: send Authorization: Bearer TOKEN.", {
    "WWW-Authenticate": 'Bearer realm="repgeom"',
  });
}

function isAllowed(origins: readonly string[], origin: string): boolean {
  return origins.includes("*") || origins.includes(origin);
}

/** Tells the browser of a page that was allowed to ask that it may read the answer. */
export function allowOrigin(
  { origins }: Access,
  { headers }: IncomingMessage,
  response: ServerResponse,
): void {
  if (origins.length === 0) return;
  response.setHeader("Vary", "Origin");
  const { origin } = headers;
  if (origin === undefined || !isAllowed(origins, origin)) return;
  response.setHeader("Access-Control-Allow-Origin", origins.includes("*") ? "*" : origin);
}

/** Answers a browser that asks first what it may send. */
export function preflight({ response }: Exchange, methods: readonly string[]): void {
  response.writeHead(204, {
    Allow: [...methods, "OPTIONS"].join(", "),
    "Access-Control-Allow-Methods": methods.join(", "),
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept",
    "Access-Control-Max-Age": "600",
  });
  response.end();
}
