import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../src/base/errors.ts";
import { jsonOf } from "../../src/run/ledger/json.ts";
import type { Request } from "../../src/run/pairs/recorded/run.ts";
import { LostDigits } from "../../src/run/pairs/way.ts";
import { take } from "../../src/studies/queue/command-elsewhere.ts";
import { News } from "../../src/studies/queue/command-tiles.ts";

const network = (index: number) => ({ index, digest: `d${index}`, numbers: { norm: Infinity }, bytes: 8 });
const indices = (networks: readonly { index: number }[]) => networks.map(({ index }) => index);

describe("what a worker tells of networks", () => {
  it("comes with the first tile that needs them, and again with a tile that is computed again", () => {
    const news = new News();
    expect(indices(news.of(0, [1, 2], [network(1), network(2)]))).toEqual([1, 2]);
    expect(indices(news.of(1, [2, 3], [network(3)]))).toEqual([3]);
    expect(news.of(2, [1, 3], [])).toEqual([]);
    // The result of tile 1 was lost with the last second of a server.
    expect(news.of(1, [2, 3], [])).toEqual([network(2), network(3)]);
  });
});

describe("what a coordinator takes", () => {
  const unit = { id: 4, row: 0, col: 1, rows: { start: 0, end: 2 }, cols: { start: 2, end: 4 } };
  const bytes = new Uint8Array(Float64Array.of(1, 2, 3, 4).buffer);
  const notes = (...all: number[]) => ({ networks: jsonOf(all.map(network)) });

  function request(known: number[], error?: Error) {
    const accepted: unknown[] = [];
    const asked = {
      isKnown: (index: number) => known.includes(index),
      accept(...given: unknown[]) {
        if (error) throw error;
        accepted.push(given);
      },
    } as unknown as Request;
    return { asked, accepted };
  }

  it("is a tile whose networks are known or told", () => {
    const { asked, accepted } = request([0, 3]);
    expect(take(asked, unit, "w", notes(1, 2), bytes)).toBe(true);
    expect(accepted).toEqual([[4, Float64Array.of(1, 2, 3, 4), [network(1), network(2)]]]);
  });

  it("is no tile of which a network is unknown: it is computed again", () => {
    const { asked, accepted } = request([0]);
    expect(take(asked, unit, "w", notes(1, 2), bytes)).toBe(false);
    expect(accepted).toEqual([]);
  });

  it("names the worker that read other numbers", () => {
    const { asked } = request([0, 1, 2, 3], new CheckpointError("net 2 is not what it was."));
    expect(() => take(asked, unit, "w7", notes(), bytes)).toThrow(
      new CheckpointError("net 2 is not what it was. The worker w7 read it."),
    );
  });

  it("may be that the job must go the other way", () => {
    const { asked } = request([]);
    expect(() => take(asked, unit, "w", { networks: "[]", lostDigits: true }, new Uint8Array())).toThrow(
      LostDigits,
    );
  });
});
