import { afterEach, describe, expect, it, vi } from "vitest";
import { eventLoopTurns } from "../../src/base/host/event-loop.ts";

/** Blocks the event loop for longer than work may. */
function block() {
  for (const end = performance.now() + 15; performance.now() < end;);
}

const refuses = () => {
  throw new Error("not supported in the Edge Runtime");
};

describe("work lets the event loop run", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("only when it has been blocked for some time", async () => {
    const turn = eventLoopTurns();
    expect(turn()).toBeUndefined();
    block();
    await turn();
    expect(turn()).toBeUndefined();
  });

  it.each([
    ["Node", {}],
    ["a browser", { setImmediate: undefined }],
    ["an edge function, which has names that it refuses", { setImmediate: refuses, MessageChannel: refuses }],
    ["an edge function without one of them", { setImmediate: undefined, MessageChannel: refuses }],
    ["a host without both", { setImmediate: undefined, MessageChannel: undefined }],
  ])("in %s", async (_host, globals: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    const turn = eventLoopTurns();
    const ran = vi.fn();
    setTimeout(ran);
    block(); // the timer is due
    await turn();
    block(); // Node may look at its timers first in the next turn
    await turn();
    expect(ran).toHaveBeenCalled();
  });
});
