import type { ServerResponse } from "node:http";

/** Milliseconds between signs of life, fewer than proxies wait for. */
const beat = 15_000;

/** Milliseconds between two events of progress at least. */
const pace = 200;

/** An answer that is written while the work goes on: server-sent events, as the HTML standard has them. */
export interface Events {
  /** Sends an event now. @param text - JSON of one line */
  send(event: string, text: string): void;
  /** Sends how far the work is, but not more often than a reader wants, and only if the last was read. */
  progress(of: Readonly<Record<string, unknown>> & { readonly phase: string }): void;
  /** Ends the answer with a last event. */
  end(event: string, text: string): void;
}

/** Begins such an answer. @param every - milliseconds between signs of life */
export function beginEvents(response: ServerResponse, every = beat): Events {
  response.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no", // nginx would hold it back
  });
  response.flushHeaders();
  const alive = setInterval(() => response.write(": alive\n\n"), every);
  response.once("close", () => clearInterval(alive));
  const send = (event: string, text: string) => response.write(`event: ${event}\ndata: ${text}\n\n`);
  let [last, phase] = [-Infinity, ""];
  return {
    send,
    progress(of) {
      const now = performance.now();
      if (response.writableNeedDrain || (of.phase === phase && now - last < pace)) return;
      [last, phase] = [now, of.phase];
      send("progress", JSON.stringify(of));
    },
    end(event, text) {
      clearInterval(alive);
      send(event, text);
      response.end();
    },
  };
}
