import { describe, expect, it } from "vitest";
import { beat } from "../../src/base/beat.ts";
import { createRandom } from "../../src/base/random.ts";
import type { Progress } from "../../src/run/lanes/control.ts";
import { withSteps } from "../../src/run/lanes/steps.ts";
import { createEngine } from "../../dist/src/index.js";

/** Steps on this thread for so many milliseconds, the event loop standing still. */
function work(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;) beat();
}

describe("withSteps", () => {
  it("repeats the last word with the steps done, within one piece of work", async () => {
    const heard: Progress[] = [];
    await withSteps({ onProgress: (progress: Progress) => heard.push(progress) }, async (control) => {
      control.onProgress!({ phase: "compare", done: 0, total: 3 });
      work(1300);
      control.onProgress!({ phase: "compare", done: 1, total: 3 });
    });
    expect(heard[0]).toEqual({ phase: "compare", done: 0, total: 3 });
    expect(heard.at(-1)).toEqual({ phase: "compare", done: 1, total: 3 });
    const between = heard.slice(1, -1);
    expect(between).toHaveLength(2);
    expect(between[1]!.steps).toBeGreaterThan(between[0]!.steps!);
  });

  it("says nothing where nothing is done, or when the work is over", async () => {
    const heard: Progress[] = [];
    await withSteps({ onProgress: (progress: Progress) => heard.push(progress) }, async (control) => {
      control.onProgress!({ phase: "work", done: 0, total: 1 });
      await new Promise((resolve) => setTimeout(resolve, 700));
    });
    work(700);
    expect(heard).toHaveLength(1);
  });
});

it.each([0, 2])("a search tells of its steps on %d threads", async (threads) => {
  const engine = await createEngine({ threads });
  const heard: Progress[] = [];
  // One start lasts more than a second: networks of 140 units, a bounded number of steps.
  const random = createRandom(3);
  const [units, repeats] = [140, 200];
  const network = (name: string) => ({
    name,
    shape: [6, repeats, units],
    data: Float64Array.from({ length: 6 * repeats * units }, () => random.normal()),
  });
  await engine.pairwise(
    [network("a"), network("b")],
    { metric: "gaussian-wasserstein", restarts: 1, init: "random", iterations: 120 },
    { onProgress: (progress) => heard.push(progress) },
  );
  engine.close();
  expect(heard.some(({ steps }) => steps! > 0)).toBe(true);
  const done = heard.filter(({ phase }) => phase === "compare").map((progress) => progress.done);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(done.at(-1)).toBe(1);
});
