import { beforeEach, describe, expect, it } from "vitest";
import { builds, noise, Wasm } from "./wasm.ts";

/** The definition: half of the equal numbers and all smaller ones stand before. */
function byDefinition(x: number[]): number[] {
  return x.map((value) => {
    const smaller = x.filter((other) => other < value).length;
    const equal = x.filter((other) => other === value).length;
    return smaller + (equal + 1) / 2;
  });
}

describe.each(builds)("%s build: ranks", (build) => {
  let wasm: Wasm;
  beforeEach(() => {
    wasm = new Wasm(build);
  });

  function ranks(x: ArrayLike<number>): number[] | number {
    const input = wasm.put(Float64Array.from(x));
    const output = wasm.alloc(8 * x.length);
    const code = wasm.call["dranks"]!(
      x.length,
      input,
      output,
      wasm.alloc(wasm.call["dranksWork"]!(x.length)),
    );
    const result = [...wasm.get(output, x.length)];
    expect(Array.from(wasm.get(input, x.length))).toEqual(Array.from(x));
    wasm.reset();
    return code === 0 ? result : code;
  }

  const next = noise(1);
  const kinds: [string, () => number][] = [
    ["distinct numbers", next],
    ["many ties", () => Math.round(4 * next())],
    ["one value", () => -3.5],
    ["all magnitudes and denormals", () => next() * 10 ** Math.round(330 * next())],
    ["infinities", () => [Infinity, -Infinity, 1, -1][Math.floor(2 * (next() + 1))]!],
    ["neighbours in the last bit", () => 1 + Math.floor(3 * next()) * 2 ** -52],
  ];

  // Insertion below 48, 8-bit digits below 8192, 11-bit ones from there.
  it.each(kinds)("are those of the definition for %s", (_name, draw) => {
    for (const n of [0, 1, 2, 3, 47, 48, 49, 700]) {
      const x = Array.from({ length: n }, draw);
      expect(ranks(x), `n = ${n}`).toEqual(byDefinition(x));
    }
  });

  it.each(kinds)("are those of a stable sort for 8191, 8192 and 30,000 of %s", (_name, draw) => {
    for (const n of [8191, 8192, 30_000]) {
      const x = Array.from({ length: n }, draw);
      const sorted = Float64Array.from(x).sort();
      const first = new Map<number, number>();
      const last = new Map<number, number>();
      sorted.forEach((value, i) => {
        if (!first.has(value)) first.set(value, i + 1);
        last.set(value, i + 1);
      });
      const expected = x.map((value) => (first.get(value)! + last.get(value)!) / 2);
      expect(ranks(x)).toEqual(expected);
    }
  });

  it.each([3, 100, 9000])("tie −0 with 0 among %d", (n) => {
    const x = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 0 : -0));
    expect(ranks(x)).toEqual(Array(n).fill((n + 1) / 2));
  });

  it.each([3, 100, 9000])("report a NaN anywhere among %d", (n) => {
    for (const place of [0, n >> 1, n - 1]) {
      const x = Array.from({ length: n }, () => next());
      x[place] = NaN;
      expect(ranks(x)).toBe(1);
    }
  });
});
