import { describe, expect, it } from "vitest";
import { signalOf } from "../../src/base/cancel.ts";
import { OptionError } from "../../src/base/errors.ts";
import { finish, inRanges, runSteps, type Steps } from "../../src/base/steps.ts";

function* endless(): Steps<never> {
  for (;;) {
    const until = performance.now() + 2;
    while (performance.now() < until);
    yield;
  }
}

function* counted(): Steps<number[]> {
  const seen: number[] = [];
  yield* inRanges(10, (from, to) => seen.push(from, to), 4);
  return seen;
}

describe("work in steps", () => {
  it("gives the same in one go and with pauses", async () => {
    expect(finish(counted())).toEqual([0, 4, 4, 8, 8, 10]);
    expect(await runSteps(counted())).toEqual(finish(counted()));
    expect(await runSteps(inRanges(0, () => expect.unreachable()))).toBe(undefined);
  });

  it("lets the event loop run, and ends with the reason of the signal", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 30);
    await expect(runSteps(endless(), controller.signal)).rejects.toThrow("enough");
    await expect(runSteps(endless(), AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
  });

  it("lets work that is stopped free what it holds", async () => {
    let held = true;
    const holding = function* (): Steps<never> {
      try {
        return yield* endless();
      } finally {
        held = false;
      }
    };
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 30);
    await expect(runSteps(holding(), controller.signal)).rejects.toThrow("enough");
    expect(held).toBe(false);
  });
});

describe("the control of a reader", () => {
  it("may be one of the functions that compute, and has no other names", () => {
    const { signal } = new AbortController();
    expect(signalOf({ signal, engine: {}, onProgress: () => {} } as object)).toBe(signal);
    expect(signalOf({})).toBe(undefined);
    expect(() => signalOf({ sginal: signal } as object)).toThrow(/Did you mean signal\?/);
    expect(() => signalOf({ signal: {} as AbortSignal })).toThrow(OptionError);
  });
});
