import { spawn } from "node:child_process";
import { once } from "node:events";
import { request as ask, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { afterAll } from "vitest";
import { openService, type Opening } from "../../../src/studies/serve/command-service.ts";
import { serveOptions } from "../../../src/studies/serve/options.ts";
import { main } from "../../support/repgeom.ts";

const usual = Object.fromEntries(
  Object.entries(serveOptions).map(([name, schema]) => [name, schema.default]),
) as unknown as Opening;

/** A service in this process, which ends after the tests of the file. @returns its address */
export async function opened(given: Partial<Opening> = {}): Promise<string> {
  const service = await openService({
    ...usual,
    host: "127.0.0.1",
    port: 0,
    token: undefined,
    origins: [],
    files: undefined,
    maxBody: 2 ** 22,
    share: 2 ** 28,
    quiet: true,
    threads: 1,
    deterministic: true,
    ...given,
  });
  afterAll(async () => {
    await service.drain(1000);
    service.close();
  });
  return service.address;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Of JSON. */
  readonly body: any;
}

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Sends exactly these headers and this path: `fetch` would tidy them. */
export function asked(address: string, { path = "/", method, headers = {}, body }: Asked): Promise<Answer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const way = method ?? (body === undefined ? "GET" : "POST");
    const outgoing = ask({ hostname, port, path, method: way, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      response.on("error", reject).on("end", () => {
        const { statusCode: status = 0, headers: own } = response;
        const isJson = text !== "" && own["content-type"]?.startsWith("application/json");
        resolve({ status, headers: own, text, body: isJson ? JSON.parse(text) : undefined });
      });
    });
    outgoing.on("error", reject).end(body);
  });
}

/** Sends a value as JSON, or a text as it is. */
export function posted(
  address: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return asked(address, { path, body: text, headers: { "content-type": "application/json", ...headers } });
}

/** Sends bytes as they are, and gives back what comes until the connection ends. */
export async function raw(address: string, bytes: string, end = false): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  let text = "";
  socket
    .setEncoding("latin1")
    .on("data", (piece: string) => (text += piece))
    .on("error", () => {});
  socket.write(bytes, "latin1");
  if (end) socket.end();
  await once(socket, "close");
  return text;
}

/** A service in a process of its own, when it listens. */
export async function started(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [main, "serve", "--port", "0", ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const said = { stdout: "", stderr: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  const closed = once(child, "close").then(([code]) => code as number | null);
  while (!said.stdout.includes("\n")) await once(child.stdout, "data");
  const address = /http:\S+/.exec(said.stdout)![0];
  return {
    said,
    address,
    child,
    closed,
    end(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
      child.kill(signal);
      return closed;
    },
  };
}

/** Normal-looking numbers: a linear congruential generator. */
export function numbers(count: number, seed: number): Float64Array {
  let state = (seed * 2654435761) >>> 0;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Float64Array.from({ length: count }, () => next() - 0.5);
}

/** As JSON takes it. */
export function network(seed: number, stimuli = 12, units = 5) {
  return { name: `net${seed}`, shape: [stimuli, units], data: [...numbers(stimuli * units, seed)] };
}
