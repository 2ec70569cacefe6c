import { beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  neighborIndex,
  openNeighborIndex,
  type Engine,
  type MetricSpec,
  type NeighborIndex,
} from "../../../src/index.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { contentDigest } from "../../../src/studies/neighbors/content-digest.ts";
import { crc32 } from "../../../src/data/formats/crc32.ts";
import { outlineOf, type Representation } from "../../../src/data/representation.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
let nets: Representation[];
let queries: Representation[];
const spec: MetricSpec = { metric: "procrustes" };
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
  nets = families(8, 6, 0.1, 1);
  queries = families(8, 2, 0.2, 1).filter((_, k) => k % 3 === 0);
});

/** Networks in families: noisy copies of a few, the same few for a seed. */
function families(count: number, each: number, noise: number, seed: number): Representation[] {
  const random = createRandom(seed);
  const bases = Array.from({ length: count }, () => gaussian(random, 10, 3));
  return bases.flatMap((x, f) =>
    Array.from({ length: each }, (_, k) =>
      representation(
        `${f}-${k}`,
        matrix(
          10,
          3,
          x.data.map((value) => value + noise * random.normal()),
        ),
      ),
    ),
  );
}

/** Opens bytes with a loader that counts what it loads. */
async function opened(bytes: Uint8Array, from: readonly Representation[] = nets) {
  const loaded: string[] = [];
  const index = await openNeighborIndex(
    bytes,
    ({ name, place }, k) => {
      loaded.push(name);
      expect(place).toBe(`at ${name}`);
      expect(from[k]!.name).toBe(name);
      return from[k]!;
    },
    { engine },
  );
  return { index, loaded };
}

const places = (of: readonly Representation[]) => of.map(({ name }) => `at ${name}`);
const made = (among = nets, options: object = {}): Promise<NeighborIndex> =>
  neighborIndex(among, spec, { places: places(among), ...options }, { engine });

describe("an index of neighbours that was kept", () => {
  it.each([{}, { pivots: 0 }, { pivots: 99 }])(
    "answers as the one that it was made of: %o",
    async (options) => {
      const before = await made(nets, options);
      const { index, loaded } = await opened(await before.toBytes());
      expect([index.size, index.names, index.computed]).toEqual([before.size, before.names, before.computed]);
      for (const query of queries) {
        loaded.length = 0;
        const found = await index.nearest(query, 4);
        expect(found.toJson()).toBe((await before.nearest(query, 4)).toJson());
        expect(loaded.length).toBe(found.computed);
        expect(new Set(loaded).size).toBe(loaded.length);
      }
    },
  );

  it("loads a fraction of the networks where they come in families", async () => {
    const { index, loaded } = await opened(await (await made()).toBytes());
    await index.nearest(queries[0]!, 3);
    expect(loaded.length).toBeLessThan(24);
  });

  it("keeps options, and plain data of the caller", async () => {
    const euclidean: MetricSpec = { metric: "procrustes", alpha: 0.5, ground: "euclidean" };
    const index = await neighborIndex(
      nets.slice(0, 9),
      euclidean,
      { places: places(nets.slice(0, 9)) },
      { engine },
    );
    const bytes = await index.toBytes({}, { pool: ["mean"], most: Infinity });
    const { indexFromBytes } = await import("../../../src/studies/neighbors/saved.ts");
    expect(indexFromBytes(bytes, "x")).toMatchObject({
      metric: "procrustes",
      options: { alpha: 0.5, ground: "euclidean" },
      about: { pool: ["mean"], most: Infinity },
    });
    const again = await opened(bytes);
    const [a, b] = [await index.nearest(queries[1]!, 2), await again.index.nearest(queries[1]!, 2)];
    expect(b.neighbors).toEqual(a.neighbors);
  });

  it("grows by distances to the pivots alone, and is then the index of all", async () => {
    const [old, young] = [nets.slice(0, 30), nets.slice(30)];
    const kept = await opened(await (await made(old)).toBytes());
    let pairs = 0;
    const onProgress = (p: { phase: string; done: number; total: number }) => {
      if (p.phase === "compare" && p.done === p.total) pairs += p.total;
    };
    const grown = await kept.index.add(young, { engine, onProgress }, places(young));
    expect(pairs).toBe(8 * young.length);
    expect(kept.loaded.length).toBe(8);
    expect(grown.computed).toBe(kept.index.computed + pairs);
    const whole = await opened(await grown.toBytes());
    for (const query of queries) {
      const found = await whole.index.nearest(query, 5);
      const { values } = await engine.cross([query], nets, spec);
      const order = [...values].map((distance, index) => ({ name: nets[index]!.name, index, distance }));
      expect(found.neighbors).toEqual(order.toSorted((a, b) => a.distance - b.distance).slice(0, 5));
    }
  });

  it("refuses a network whose content is not what it was", async () => {
    const bytes = await (await made()).toBytes();
    const changed = nets.map((one) => ({ ...one, data: one.data.map((x, k) => (k === 7 ? x + 1e-12 : x)) }));
    const { index } = await opened(bytes, changed);
    await expect(index.nearest(queries[0]!, 1)).rejects.toThrow(
      /0-0 \(at 0-0\): the index was made of other responses.*make the index again/s,
    );
  });

  it("takes networks that are read when they are compared", async () => {
    const lazy = nets.map((one) => ({ ...outlineOf(one), load: async () => one }));
    const [a, b] = [await neighborIndex(lazy, spec, { places: places(nets) }, { engine }), await made()];
    expect(await a.toBytes()).toEqual(await b.toBytes());
  });

  it("refuses a name that is there already, and places that are not one for each", async () => {
    const index = await made();
    await expect(index.add([nets[3]!])).rejects.toThrow(/a network named 0-3 is in the index already/);
    await expect(neighborIndex(nets, spec, { places: ["a"] }, { engine })).rejects.toThrow(
      /1 places for 48 networks/,
    );
  });

  it("refuses every damaged byte and every cut", async () => {
    const bytes = await (await made(nets.slice(0, 4))).toBytes();
    const open = (damaged: Uint8Array) =>
      openNeighborIndex(damaged, () => nets[0]!, { engine }, "near.index");
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 + (at % 255);
      await expect(open(damaged)).rejects.toThrow(/^near\.index: at byte \d+: expected/);
      await expect(open(bytes.slice(0, at))).rejects.toThrow(/^near\.index: at byte \d+: expected/);
    }
  });

  it("refuses other files, another format and another version, with what to do", async () => {
    const bytes = await (await made(nets.slice(0, 3))).toBytes();
    const open = (other: Uint8Array) => openNeighborIndex(other, () => nets[0]!, { engine }, "near.index");
    await expect(open((await engine.pairwise(nets, spec)).toNpy())).rejects.toThrow(
      /expected an index of neighbors, got another file/,
    );
    const sealed = (change: (copy: Uint8Array) => void) => {
      const copy = bytes.slice();
      change(copy);
      new DataView(copy.buffer).setUint32(copy.length - 4, crc32(copy.subarray(0, copy.length - 4)), true);
      return copy;
    };
    await expect(open(sealed((copy) => (copy[16] = 2)))).rejects.toThrow(
      /expected an index of format 1, got format 2.*again/s,
    );
    const text = new TextDecoder("latin1").decode(bytes);
    const at = text.indexOf('"repgeom":"0.') + '"repgeom":"'.length;
    await expect(open(sealed((copy) => (copy[at] = "7".charCodeAt(0))))).rejects.toThrow(
      /expected an index of repgeom 0\..*, got one of 7\..*Make the index again/s,
    );
  });
});

describe("a digest of content", () => {
  const x = (data: Float64Array | Float32Array, shape = [2, 3], more = {}) =>
    contentDigest({ name: "x", shape, data, ...more });
  const numbers = Float64Array.of(1, 2, 3, 4, 5, 6);

  it("is of the numbers and what they mean, not of the name", async () => {
    const own = await x(numbers);
    expect(await x(numbers, [2, 3], { name: "y", stimuli: ["a", "b"] })).toBe(own);
    const others = await Promise.all([
      x(numbers, [3, 2]),
      x(Float32Array.from(numbers)),
      x(numbers, [2, 3], { stored: "float16" }),
      x(numbers, [2, 3], { factors: { shape: [2, 3], data: numbers } }),
      x(Float64Array.of(1, 2, 3, 4, 5, 6 + 2 ** -50)),
      x(Float64Array.of(1, 2, 3, 4, 6, 5)),
      x(Float64Array.of(-0, 2, 3, 4, 5, 6)),
      x(Float64Array.of(0, 2, 3, 4, 5, 6)),
    ]);
    expect(new Set([...others, own]).size).toBe(9);
    for (const one of others) expect(one).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is the same wherever the numbers lie in memory", async () => {
    const data = Float64Array.from({ length: 33 }, (_, k) => k / 7);
    const shifted = new Float64Array(new ArrayBuffer(35 * 8), 8, 33);
    shifted.set(data);
    const shared = new Float64Array(new SharedArrayBuffer(33 * 8));
    shared.set(data);
    const expected = await x(data, [33, 1]);
    expect(await x(shifted, [33, 1])).toBe(expected);
    expect(await x(shared as Float64Array<never>, [33, 1])).toBe(expected);
  });
});
