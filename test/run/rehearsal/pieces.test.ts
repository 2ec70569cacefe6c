import { describe, expect, it } from "vitest";
import { rehearsedTasks } from "../../../src/run/rehearsal/pieces.ts";
import { Rehearsal, type PiecesPart } from "../../../src/run/rehearsal/rehearsal.ts";
import type { TaskRunner } from "../../../src/run/tasks/runner.ts";
import { defineTask, type Crew } from "../../../src/run/tasks/task.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Doubles each piece, `width` at a time, and takes `ms` for each. */
function doubling(width: number, ms: number) {
  const done: number[] = [];
  const crew: Crew<unknown, unknown> = {
    width,
    async map(pieces) {
      const results: number[] = [];
      for (let start = 0; start < pieces.length; start += width) {
        await pause(ms);
        for (const piece of pieces.slice(start, start + width) as number[]) {
          done.push(piece);
          results.push(2 * piece);
        }
      }
      return results;
    },
  };
  const runner = {
    run: (_task: unknown, _setup: unknown, pieces: readonly unknown[]) => crew.map(pieces),
    with: (
      _task: unknown,
      _setup: unknown,
      _control: unknown,
      body: (crew: Crew<unknown, unknown>) => unknown,
    ) => body(crew),
  } as unknown as TaskRunner;
  return { runner, done };
}

const task = defineTask<null, number, number>("double", { open: () => (piece) => 2 * piece });
const upTo = (count: number) => Array.from({ length: count }, (_, k) => k);

describe("rehearsedTasks", () => {
  it("does a few pieces, and foretells the time of all", async () => {
    const { runner, done } = doubling(2, 20);
    const rehearsal = new Rehearsal();
    const results = await rehearsedTasks(runner, rehearsal).run(task, null, upTo(200));
    const [part] = rehearsal.parts as PiecesPart[];
    expect(done.length).toBeLessThan(60);
    expect(part).toMatchObject({ task: "double", pieces: 200, rounds: 1, threads: 2, resultBytes: 8 });
    expect(part!.measured.pieces).toBe(done.length);
    expect(part!.work.seconds).toBeGreaterThan(1.95); // 100 × 20 ms
    expect(part!.work.seconds).toBeLessThan(6);
    expect(results).toHaveLength(200);
    expect(results.every((result) => done.includes(result / 2))).toBe(true);
    expect(rehearsal.spent).toBeGreaterThan(0.02 * (done.length / 2 - 1));
  });

  it("does small work, and works of few pieces, as they are", async () => {
    const { runner } = doubling(2, 0);
    const rehearsal = new Rehearsal();
    const tasks = rehearsedTasks(runner, rehearsal);
    expect(await tasks.run(task, null, upTo(50), { operations: 1e7 })).toEqual(upTo(50).map((k) => 2 * k));
    expect(await tasks.run(task, null, upTo(3), { operations: 1e9 })).toEqual([0, 2, 4]);
    expect(rehearsal.isPretence).toBe(false);
  });

  it("adds up rounds, of which it measures three", async () => {
    const { runner, done } = doubling(1, 1);
    const rehearsal = new Rehearsal();
    const counts: number[] = [];
    await rehearsedTasks(runner, rehearsal).with(task, null, {}, async (crew) => {
      for (let round = 0; round < 6; round++) {
        await crew.map(upTo(100));
        counts.push(done.length);
      }
    });
    expect(counts[5]).toBe(counts[2]);
    expect(counts[2]).toBeGreaterThan(counts[1]!);
    expect(rehearsal.parts).toHaveLength(1);
    expect(rehearsal.parts[0]).toMatchObject({ pieces: 600, rounds: 6 });
  });
});
