import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/cli/checkpoint/digest.ts";
import { differences } from "../../../src/cli/checkpoint/differences.ts";
import { kernelBuild } from "../../../src/run/build.ts";
import { readFileSync } from "node:fs";

const shared = (values: number[]) => {
  const numbers = new Float64Array(new SharedArrayBuffer(8 * values.length));
  numbers.set(values);
  return numbers;
};

describe("a digest", () => {
  // Any two of these are different data, and much alike as bytes.
  const different: unknown[] = [
    [],
    {},
    "",
    0,
    -0,
    false,
    null,
    [null],
    [[]],
    [{}],
    [""],
    ["a", "b"],
    ["ab"],
    ["a", "b", ""],
    ["ab", ""],
    { a: "b" },
    { a: ["b"] },
    { ab: "" },
    { b: "a" },
    { a: { b: 1 } },
    { a: {}, b: 1 },
    "1",
    1,
    1n,
    true,
    NaN,
    Infinity,
    Float64Array.of(),
    Float32Array.of(),
    Float64Array.of(0),
    Float64Array.of(-0),
    Float32Array.of(0, 0),
    Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0),
    [0],
    [0, 0],
    Float64Array.of(1, 2),
    [Float64Array.of(1), Float64Array.of(2)],
    [Float64Array.of(1, 2)],
    Float64Array.of(1, 2 + 2 ** -51),
    new Map([["a", 1]]),
    new Set(["a"]),
    [["a", 1]],
  ];

  it("differs for different data", () => {
    const digests = different.map(digestOf);
    expect(new Set(digests).size).toBe(different.length);
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is the same for the same data: in any order of members, shared or not, a part of a larger array or not", () => {
    expect(digestOf({ a: 1, b: [2] })).toBe(digestOf({ b: [2], a: 1 }));
    expect(digestOf({ a: 1, b: undefined })).toBe(digestOf({ a: 1 }));
    const long = Array.from({ length: 300_000 }, (_, k) => Math.sin(k));
    expect(digestOf(shared(long))).toBe(digestOf(Float64Array.from(long)));
    expect(digestOf(Float64Array.from(long).subarray(5, 9))).toBe(
      digestOf(Float64Array.from(long.slice(5, 9))),
    );
  });

  it("refuses what is no data", () => {
    expect(() => digestOf({ a: () => 1 })).toThrow("plain data, got a function");
  });
});

it("names differences where they are", () => {
  const there = {
    metric: "cka",
    options: { alpha: 1, list: ["a"] },
    names: Array.from({ length: 9 }, (_, k) => `n${k}`),
  };
  const here = { metric: "rsa", options: { list: ["a", "b"], beta: null }, names: there.names.with(7, "x") };
  expect(differences(there, here)).toEqual([
    "metric: cka there, rsa here",
    "options alpha: 1 there, none here",
    "options list: a there, a, b here",
    "options beta: none there, null here",
    "names 8: n7 there, x here",
  ]);
  expect(differences(there, structuredClone(there))).toEqual([]);
});

it("knows the kernels: the digest of their file, and that those which are the same everywhere round products", async () => {
  const { name, sha256, fused } = await kernelBuild(true);
  const bytes = readFileSync(new URL("../../../wasm/simd.wasm", import.meta.url));
  expect({ name, sha256, fused }).toEqual({
    name: "simd",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    fused: false,
  });
});
