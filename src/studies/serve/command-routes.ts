/** What `repgeom serve` answers, path by path. */
import { version } from "../../base/version.ts";
import { toJsonText } from "../../cli/output.ts";
import { send, type Exchange } from "../../cli/serve/exchange.ts";
import type { Route, Service } from "../../cli/serve/service.ts";
import { measures } from "./command-measures.ts";
import { openApi } from "./command-openapi.ts";
import { page } from "./command-page.ts";
import { answerQuestion, type Desk } from "./command-work.ts";

const [json, text] = ["application/json; charset=utf-8", "text/plain; version=0.0.4; charset=utf-8"];

/** The page has its style in itself, and nothing else. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Headers of every answer. */
export const headers = {
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "Content-Security-Policy": policy,
};

/** What a route is told of the service it belongs to. */
interface Around {
  readonly desk: Desk;
  readonly secured: boolean;
  service(): Service | undefined;
}

export function routesOf({ desk, secured, service }: Around): Readonly<Record<string, Route>> {
  return {
    "/": { method: "GET", isOpen: true, answer: (exchange) => answerPage(secured, exchange) },
    "/openapi.json": fixed(json, () => toJsonText(openApi(secured))),
    "/measures": fixed(json, () => toJsonText(measures())),
    "/health": fixed(json, () => toJsonText({ status: "ok", version })),
    "/ready": { method: "GET", isOpen: true, answer: (exchange) => answerReady(desk, service(), exchange) },
    "/metrics": { method: "GET", answer: (exchange) => answerFigures(desk, service(), exchange) },
    "/compare": { method: "POST", answer: (exchange) => answerQuestion(desk, "compare", exchange) },
    "/pairwise": { method: "POST", answer: (exchange) => answerQuestion(desk, "pairwise", exchange) },
  };
}

/** Its examples call the service as the reader does. */
function answerPage(secured: boolean, exchange: Exchange): void {
  const { host = "127.0.0.1:8080" } = exchange.request.headers;
  send(exchange, 200, "text/html; charset=utf-8", page(secured, host));
}

/** A text that is always the same, and made when it is asked for. */
function fixed(type: string, make: () => string): Route {
  let made: string | undefined;
  return {
    method: "GET",
    isOpen: true,
    answer: (exchange) => send(exchange, 200, type, (made ??= make())),
  };
}

function answerReady({ places }: Desk, service: Service | undefined, exchange: Exchange): void {
  const isReady = service?.isDraining === false && places.hasRoom;
  const status = service?.isDraining ? "ending" : isReady ? "ready" : "busy";
  const document = { status, running: places.taken, waiting: places.waiting };
  send(exchange, isReady ? 200 : 503, json, toJsonText(document));
}

function answerFigures({ places, room }: Desk, service: Service | undefined, exchange: Exchange): void {
  const { rss, heapUsed } = process.memoryUsage();
  const { accepted, ended } = service!.total;
  const figures = [
    ["repgeom_jobs_running", "Jobs that are worked on.", places.taken],
    ["repgeom_jobs_waiting", "Jobs that wait for a place.", places.waiting],
    ["repgeom_requests_open", "Requests that were accepted and are not yet answered.", accepted - ended],
    ["repgeom_bodies_bytes", "Bytes of bodies in memory.", room.held],
    ["process_resident_memory_bytes", "Memory of the process.", rss],
    ["nodejs_heap_used_bytes", "Memory of its objects.", heapUsed],
  ] as const;
  send(exchange, 200, text, service!.counts.text(figures));
}
