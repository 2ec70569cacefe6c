import type { Server } from "node:http";
import { Server as SocketServer } from "node:net";
import { setImmediate as turn, setTimeout as pause } from "node:timers/promises";
import { Refusal } from "./answer.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Milliseconds in which a connection that is kept may still bring a request: it may be on its way. Its answer tells the
 * client that the connection ends.
 */
const lull = 250;

/** Milliseconds that answers may take when the time is over. */
const farewell = 1000;

/**
 * Ends a server without losing a request: no connection is taken any more, those that are there are closed when nothing
 * is asked on them.
 *
 * @param underway - requests that are not yet answered
 * @param grace - milliseconds that they may take; then they are answered with 503
 */
export async function drain(server: Server, underway: ReadonlySet<Exchange>, grace: number): Promise<void> {
  await turn(); // takes connections that wait in the system
  await turn();
  // The method of HTTP would close connections whose next request is on its way.
  const closed = new Promise<void>((resolve) => SocketServer.prototype.close.call(server, () => resolve()));
  const isClosed = closed.then(() => true);
  const until = async (end: number) => {
    while (performance.now() < end) {
      if (await Promise.race([isClosed, pause(25, false)])) return true;
      if (performance.now() - started >= lull) server.closeIdleConnections();
    }
    return false;
  };
  const started = performance.now();
  if (await until(started + Math.max(grace, lull + 50))) return;
  const over = new Refusal(
    503,
    "The service ends, and the time for what was begun is over. Ask again later.",
  );
  for (const exchange of underway) exchange.abort(over);
  await until(performance.now() + farewell);
  server.closeAllConnections();
}
