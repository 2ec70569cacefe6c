/** A service on HTTP: who may ask, what is answered, and an end that loses no request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { describeError } from "../errors.ts";
import { stderr } from "../stdout.ts";
import { assertAllowed, allowOrigin, preflight, type Access } from "./access.ts";
import { Refusal } from "./answer.ts";
import { letEnd } from "./body.ts";
import { Counts } from "./counts.ts";
import { drain } from "./drain.ts";
import { addressOf, Gone, send, type Exchange } from "./exchange.ts";
import { faultOf, type Fault } from "./fault.ts";
import type { Entry } from "./log.ts";

/** What is answered at one path. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Whether it is answered without a token. */
  readonly isOpen?: boolean;
  answer(exchange: Exchange): Promise<void> | void;
}

export interface ServiceOptions {
  readonly host: string;
  readonly port: number;
  readonly access: Access;
  readonly routes: Readonly<Record<string, Route>>;
  /** Milliseconds in which a whole request must have arrived. */
  readonly arrival: number;
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly log: (entry: Entry) => void;
  /** What a client is told of an error. */
  readonly faultOf?: (error: unknown) => Fault;
}

export interface Service {
  readonly address: string;
  readonly counts: Counts;
  /** Whether it takes no more connections. */
  readonly isDraining: boolean;
  /** Requests that were accepted, and those of them that were answered or whose client went away. */
  readonly total: { readonly accepted: number; readonly ended: number };
  /**
   * Takes no more connections, answers what was accepted, and ends.
   * @param grace - milliseconds after which what is not done is answered with 503
   */
  drain(grace: number): Promise<void>;
}

/** Connections at once. Each takes some memory, also when it says nothing. */
const mostConnections = 1000;

/** Milliseconds in which the head of a request must have arrived, and that a connection may stay without one. */
const [headTime, idleTime] = [10_000, 5000];

/** @throws the system's error if the address cannot be taken */
export async function startService(options: ServiceOptions): Promise<Service> {
  const state: State = {
    options,
    counts: new Counts(),
    underway: new Set(),
    accepted: 0,
    ended: 0,
    isDraining: false,
  };
  const server = createServer({
    headersTimeout: Math.min(headTime, options.arrival),
    requestTimeout: options.arrival,
    keepAliveTimeout: idleTime,
    connectionsCheckingInterval: 1000,
    maxHeaderSize: 16_384,
    insecureHTTPParser: false,
  });
  server.maxConnections = mostConnections;
  server.on("request", (request, response) => void exchanged(state, request, response, false));
  server.on("checkContinue", (request, response) => void exchanged(state, request, response, true));
  server.on("clientError", refuseDamaged);
  await listening(server, options);
  return {
    address: `http://${hostText(options.host)}:${(server.address() as AddressInfo).port}/`,
    counts: state.counts,
    get isDraining() {
      return state.isDraining;
    },
    get total() {
      return { accepted: state.accepted, ended: state.ended };
    },
    drain(grace) {
      state.isDraining = true;
      return drain(server, state.underway, grace);
    },
  };
}

interface State {
  readonly options: ServiceOptions;
  readonly counts: Counts;
  readonly underway: Set<Exchange>;
  accepted: number;
  ended: number;
  isDraining: boolean;
}

function listening(server: Server, { host, port }: ServiceOptions): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

function hostText(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

async function exchanged(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  continued: boolean,
): Promise<void> {
  const exchange = begun(state, request, response, continued);
  try {
    for (const [name, value] of Object.entries(state.options.headers)) response.setHeader(name, value);
    await routed(state, exchange);
  } catch (error) {
    answerFault(state, exchange, error);
  }
  letEnd(request);
}

/** Counts a request from its head to the end of its answer. */
function begun(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  continued: boolean,
): Exchange {
  const controller = new AbortController();
  const { path, query } = lenient(request.url ?? "");
  const exchange: Exchange = {
    request,
    response,
    continued,
    path,
    query,
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
  };
  const started = performance.now();
  const written = request.socket.bytesWritten;
  state.accepted++;
  state.underway.add(exchange);
  response.once("close", () => {
    state.underway.delete(exchange);
    state.ended++;
    const isWhole = response.writableFinished;
    if (!isWhole) controller.abort(new Gone());
    const status = isWhole ? response.statusCode : 499;
    const milliseconds = performance.now() - started;
    const route = Object.hasOwn(state.options.routes, path) ? path : "other";
    state.counts.add(route, status, milliseconds);
    const received = receivedOn(request.socket);
    const sent = request.socket.bytesWritten - written;
    state.options.log({ method: request.method ?? "", path, status, milliseconds, received, sent });
  });
  return exchange;
}

/** Bytes that a connection had brought when its last request ended. */
const readBefore = new WeakMap<Socket, number>();

/** Bytes since then: the head of a request comes before anything is told of it. */
function receivedOn(socket: Socket): number {
  const before = readBefore.get(socket) ?? 0;
  readBefore.set(socket, socket.bytesRead);
  return socket.bytesRead - before;
}

function lenient(url: string): ReturnType<typeof addressOf> {
  try {
    return addressOf(url);
  } catch {
    return { path: url, query: new URLSearchParams() }; // said again where it is answered
  }
}

async function routed({ options, isDraining }: State, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  if (isDraining) response.setHeader("Connection", "close");
  const { path } = addressOf(request.url ?? "");
  const route = Object.hasOwn(options.routes, path) ? options.routes[path] : undefined;
  allowOrigin(options.access, request, response); // so that a page can read why it is refused
  assertAllowed(options.access, request, route?.isOpen === true);
  if (!route)
    throw new Refusal(
      404,
      `There is nothing at ${path}. There is ${Object.keys(options.routes).join(", ")}.`,
    );
  const methods = route.method === "GET" ? ["GET", "HEAD"] : ["POST"];
  if (request.method === "OPTIONS") return preflight(exchange, methods);
  if (!methods.includes(request.method ?? ""))
    throw new Refusal(405, `${path} takes ${methods.join(" and ")}.`, {
      Allow: [...methods, "OPTIONS"].join(", "),
    });
  return route.answer(exchange);
}

/** Says what is wrong. What was begun already ends without its rest, which the client notices. */
function answerFault({ options, isDraining }: State, exchange: Exchange, error: unknown): void {
  const { response } = exchange;
  if (error instanceof Gone || response.destroyed) return;
  const fault = (options.faultOf ?? faultOf)(error);
  if (fault.isOurs) stderr.write(describeError(error));
  if (response.headersSent) return void response.destroy();
  if (isDraining) response.setHeader("Connection", "close");
  send(exchange, fault.status, "application/json; charset=utf-8", faultText(fault), fault.headers);
}

/** The body of an answer that says what is wrong. */
export function faultText({ error }: Fault): string {
  return `${JSON.stringify({ error })}\n`;
}

/** What is no HTTP, or did not arrive in time. Node counts such a connection as no request. */
function refuseDamaged({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || code === "ECONNRESET") return void socket.destroy();
  const [status, name, message] =
    code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? ["408 Request Timeout", "TimeoutError", "The request did not arrive in time."]
      : code === "HPE_HEADER_OVERFLOW"
        ? ["431 Request Header Fields Too Large", "RequestError", "The headers are too long."]
        : ["400 Bad Request", "RequestError", "This is no request of HTTP/1.1."];
  const text = `${JSON.stringify({ error: { name, message } })}\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
