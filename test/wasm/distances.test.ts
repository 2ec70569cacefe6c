import { beforeEach, describe, expect, it } from "vitest";
import { builds, epsilon, noise, noiseMatrix, vector, Wasm, type Precision, type Vector } from "./wasm.ts";

/** Rows in memory: rows × cols, `ld` elements from one to the next. */
interface Rows {
  rows: number;
  cols: number;
  ld: number;
  data: Vector;
}

type Distance = (x: number[], y: number[]) => number;

const row = ({ cols, ld, data }: Rows, i: number) => Array.from(data.subarray(i * ld, i * ld + cols));
const sum = (x: number[]) => x.reduce((total, value) => total + value, 0);
const differences = (x: number[], y: number[]) => x.map((value, k) => Math.abs(value - y[k]!));

const cityblock: Distance = (x, y) => sum(differences(x, y));
const chebyshev: Distance = (x, y) => Math.max(0, ...differences(x, y));
const sqeuclidean: Distance = (x, y) => sum(differences(x, y).map((d) => d * d));
const euclidean: Distance = (x, y) => Math.hypot(...differences(x, y));
const minkowski =
  (order: number): Distance =>
  (x, y) => {
    const d = differences(x, y);
    const largest = Math.max(0, ...d);
    return largest === 0 ? 0 : largest * sum(d.map((value) => (value / largest) ** order)) ** (1 / order);
  };
/** 1 − cos through the chord of the unit vectors: no cancellation. */
const cosine: Distance = (x, y) => {
  const [lengthX, lengthY] = [Math.hypot(...x), Math.hypot(...y)];
  return sum(x.map((value, k) => (value / lengthX - y[k]! / lengthY) ** 2)) / 2;
};
const centered = (x: number[]) => {
  const mean = sum(x) / x.length;
  const once = x.map((value) => value - mean);
  const rest = sum(once) / x.length;
  return once.map((value) => value - rest);
};

function noiseRows(rows: number, cols: number, seed: number, precision: Precision, gap = 0): Rows {
  return { rows, cols, ld: cols + gap, data: noiseMatrix(rows, cols, cols + gap, seed, precision) };
}

/** Rows of the same data from `start` on. */
function put(wasm: Wasm, x: Rows): number {
  return wasm.put(x.data);
}

interface Run {
  upper?: boolean;
  /** Arguments between `ldo` and `upper`. */
  options?: number[];
  work?: (wasm: Wasm) => number[];
}

/** Calls a distance kernel on its whole rectangle. */
function run(
  wasm: Wasm,
  name: string,
  a: Rows,
  b: Rows,
  { upper = false, options = [], work }: Run = {},
): Vector {
  const precision = name[0] as Precision;
  const pointerB = put(wasm, b);
  const pointerA = upper ? pointerB : put(wasm, a);
  const out = wasm.put(vector(a.rows * b.rows, precision).fill(NaN));
  const head = [a.rows, b.rows, a.cols, pointerA, a.ld, pointerB, b.ld, out, b.rows];
  wasm.call[name]!(...head, ...options, upper ? 1 : 0, ...(work?.(wasm) ?? []));
  const values = wasm.get(out, a.rows * b.rows, precision);
  wasm.reset();
  return values;
}

/** The greatest relative error against the definition, over the wanted entries. */
function worst(values: Vector, a: Rows, b: Rows, definition: Distance, upper = false): number {
  let error = 0;
  for (let i = 0; i < a.rows; i++) {
    for (let j = upper ? i : 0; j < b.rows; j++) {
      const expected = definition(row(a, i), row(b, j));
      const got = values[i * b.rows + j]!;
      const difference = got === expected ? 0 : Math.abs(got - expected) / Math.abs(expected);
      error = Math.max(error, Number.isNaN(difference) ? Infinity : difference);
    }
  }
  return error;
}

const scratch =
  (name: string, m: number, n: number, p: number) =>
  (wasm: Wasm): number[] => [wasm.alloc(wasm.call[`${name}Work`]!(m, n, p))];

const direct: [string, number[], Distance][] = [
  ["cityblock", [], cityblock],
  ["chebyshev", [], chebyshev],
  ["minkowski", [1], cityblock],
  ["minkowski", [2], euclidean],
  ["minkowski", [3], minkowski(3)],
  ["minkowski", [4], minkowski(4)],
  ["minkowski", [7], minkowski(7)],
  ["minkowski", [Infinity], chebyshev],
  ["minkowski", [0.5], minkowski(0.5)],
  ["minkowski", [1.5], minkowski(1.5)],
  ["minkowski", [60.25], minkowski(60.25)],
];

/** Below, at and above the 4 × 2 tile, the block of 48 rows and the chunk of 4096 bytes. */
const sizes: [number, number, number][] = [
  [1, 1, 1],
  [1, 2, 3],
  [3, 1, 2],
  [4, 2, 4],
  [5, 3, 5],
  [8, 9, 7],
  [47, 50, 6],
  [49, 97, 3],
  [6, 5, 511],
  [5, 4, 513],
  [4, 3, 2051],
];

/** Minkowski distances of general order are in double precision only: the kernel is large, single precision unused. */
const precisionsOf = (name: string) => (name === "minkowski" ? (["d"] as const) : (["d", "s"] as const));

describe.each(builds)("%s build: row distances", (build) => {
  let wasm: Wasm;
  beforeEach(() => {
    wasm = new Wasm(build);
  });

  describe.each(direct)("%s %j", (name, options, definition) => {
    it.each(precisionsOf(name))(
      "%s: equals the definition at every edge of tile, block and chunk",
      (precision) => {
        for (const [m, n, p] of sizes) {
          const a = noiseRows(m, p, 1, precision, 3);
          const b = noiseRows(n, p, 2, precision, 1);
          const values = run(wasm, precision + name, a, b, { options });
          expect(worst(values, a, b, definition), `${m} × ${n} × ${p}`).toBeLessThan(40 * epsilon(precision));
        }
      },
    );

    it("gives a pair the same bits wherever it stands, and in the triangle of a block of rows", () => {
      const b = noiseRows(53, 517, 3, "d");
      const whole = run(wasm, `d${name}`, b, b, { options });
      const first = { ...b, rows: 11 };
      const triangle = run(wasm, `d${name}`, first, b, { options, upper: true });
      for (let i = 0; i < 11; i++) {
        const alone = { ...b, rows: 1, data: b.data.slice(i * 517, (i + 1) * 517) };
        const strip = run(wasm, `d${name}`, alone, b, { options });
        for (let j = 0; j < 53; j++) {
          expect(strip[j]).toBe(whole[i * 53 + j]);
          expect(whole[j * 53 + i]).toBe(whole[i * 53 + j]);
          if (j >= i) expect(triangle[i * 53 + j]).toBe(whole[i * 53 + j]);
        }
        expect(whole[i * 53 + i]).toBe(0);
      }
    });
  });

  it.each([1e-160, 1e150, 1e-310, 1e300])("minkowski is right at scale %d", (scale) => {
    for (const order of [1.5, 2, 3, 5, 40]) {
      const a = noiseRows(5, 9, 4, "d");
      a.data.forEach((x, k) => (a.data[k] = x * scale));
      const values = run(wasm, "dminkowski", a, a, { options: [order] });
      // Denormal inputs carry an absolute rounding; differences of them are exact.
      expect(worst(values, a, a, minkowski(order)), `order ${order}`).toBeLessThan(
        scale < 1e-300 ? 1e-12 : 1e-14,
      );
    }
  });

  it("cityblock and chebyshev are exact on denormals", () => {
    const a = noiseRows(5, 1, 5, "d");
    a.data.forEach((x, k) => (a.data[k] = Math.round(x * 1000) * 5e-324));
    expect(worst(run(wasm, "dcityblock", a, a), a, a, cityblock)).toBe(0);
    expect(worst(run(wasm, "dchebyshev", a, a), a, a, chebyshev)).toBe(0);
  });

  it("answers 0 for rows without columns", () => {
    const empty: Rows = { rows: 3, cols: 0, ld: 1, data: new Float64Array(3) };
    for (const name of ["dcityblock", "dchebyshev"]) {
      expect([...run(wasm, name, empty, empty)]).toEqual(Array(9).fill(0));
    }
  });

  describe("euclidean through products", () => {
    const call = (a: Rows, b: Rows, squared: number, upper = false, precision: Precision = "d") =>
      run(wasm, `${precision}euclidean`, a, b, {
        options: [squared],
        upper,
        work: scratch(`${precision}euclidean`, a.rows, b.rows, a.cols),
      });

    it.each(["d", "s"] as const)("%s: equals the definition", (precision) => {
      for (const [m, n, p] of sizes) {
        const a = noiseRows(m, p, 6, precision, 1);
        const b = noiseRows(n, p, 7, precision, 2);
        const bound = 200 * epsilon(precision);
        expect(worst(call(a, b, 0, false, precision), a, b, euclidean), `${m} × ${n} × ${p}`).toBeLessThan(
          bound,
        );
        expect(worst(call(a, b, 1, false, precision), a, b, sqeuclidean)).toBeLessThan(bound);
      }
    });

    /** Row i is a copy of row i − 1 but for one element, moved by 10^(2 − i). */
    function nearlyEqual(): Rows {
      const x = noiseRows(16, 300, 8, "d");
      for (let i = 1; i < 16; i++) {
        x.data.copyWithin(i * 300, (i - 1) * 300, i * 300);
        x.data[i * 300 + i]! += 10 ** (2 - i);
      }
      return x;
    }

    it("keeps its relative precision down to equal rows, which are at 0", () => {
      const x = nearlyEqual();
      x.data.copyWithin(9 * 300, 3 * 300, 4 * 300);
      const values = call(x, x, 0);
      expect(worst(values, x, x, euclidean)).toBeLessThan(1e-13);
      expect(values[3 * 16 + 9]).toBe(0);
    });

    it("gives a pair the same bits in a rectangle, a triangle and alone", () => {
      const x = noiseRows(37, 301, 9, "d");
      x.data.copyWithin(5 * 301, 8 * 301, 9 * 301);
      x.data[5 * 301]! += 1e-7;
      const whole = call(x, x, 0);
      const triangle = call({ ...x, rows: 10 }, x, 0, true);
      for (let i = 0; i < 10; i++) {
        const alone = { ...x, rows: 1, data: x.data.slice(i * 301, (i + 1) * 301) };
        const strip = call(alone, x, 0);
        for (let j = 0; j < 37; j++) {
          expect(strip[j]).toBe(whole[i * 37 + j]);
          expect(whole[j * 37 + i]).toBe(whole[i * 37 + j]);
          if (j >= i) expect(triangle[i * 37 + j]).toBe(whole[i * 37 + j]);
        }
      }
    });
  });

  describe("unit rows, cosine and correlation", () => {
    /** @returns the rows made unit, and the code */
    function unit(x: Rows, center: boolean, precision: Precision = "d"): [Rows, number] {
      const a = put(wasm, x);
      const b = wasm.put(vector(x.rows * x.cols, precision).fill(NaN));
      const code = wasm.call[`${precision}unitRows`]!(x.rows, x.cols, a, x.ld, b, x.cols, center ? 1 : 0);
      const data = wasm.get(b, x.rows * x.cols, precision);
      wasm.reset();
      return [{ ...x, ld: x.cols, data }, code];
    }
    const call = (a: Rows, b: Rows, upper = false, precision: Precision = "d") =>
      run(wasm, `${precision}cosine`, a, b, {
        upper,
        work: scratch(`${precision}cosine`, a.rows, b.rows, a.cols),
      });

    it.each(["d", "s"] as const)("%s: equal the definitions", (precision) => {
      for (const [m, n, p] of sizes.filter(([, , columns]) => columns > 1)) {
        const [a, b] = [noiseRows(m, p, 10, precision, 1), noiseRows(n, p, 11, precision, 2)];
        for (const center of [false, true]) {
          const values = call(unit(a, center, precision)[0], unit(b, center, precision)[0], false, precision);
          const definition: Distance = center ? (x, y) => cosine(centered(x), centered(y)) : cosine;
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n; j++) {
              const expected = definition(row(a, i), row(b, j));
              const error = Math.abs(values[i * n + j]! - expected);
              expect(error, `${m} × ${n} × ${p}`).toBeLessThan(10 * epsilon(precision));
            }
          }
        }
      }
    });

    it.each([1e-310, 1e-160, 1, 1e150, 1e305])("make rows of length 1 and mean 0 at scale %d", (scale) => {
      const x = noiseRows(4, 77, 12, "d");
      x.data.forEach((value, k) => (x.data[k] = (value + 1) * scale));
      const [units, code] = unit(x, true);
      expect(code).toBe(0);
      for (let i = 0; i < 4; i++) {
        expect(Math.hypot(...row(units, i))).toBeCloseTo(1, 14);
        expect(sum(row(units, i))).toBeCloseTo(0, 13);
      }
    });

    it("take the mean off to the last bit of an offset", () => {
      const x = noiseRows(4, 1001, 15, "d");
      x.data.forEach((value, k) => (x.data[k] = 1e6 / 3 + value * 1e-6));
      const [units, code] = unit(x, true);
      expect(code).toBe(0);
      for (let i = 0; i < 4; i++) {
        // Σ of a unit row would be 1e-3 if only the rounded mean were taken off
        expect(Math.abs(sum(row(units, i)))).toBeLessThan(1e-9);
      }
    });

    it.each([2, 3, 7, 10, 601, 1001])("find a constant row of %d, whatever its value rounds to", (p) => {
      for (const value of [0.1, 1 / 3, -0.7, 1e-3, 12345.678, 1e200 / 3]) {
        const data = new Float64Array(p).fill(value);
        expect(unit({ rows: 1, cols: p, ld: p, data }, true)[1], `${value}`).toBe(1);
      }
    });

    it("stay in [0, 2]: equal rows at 0, opposite ones at 2", () => {
      const x = noiseRows(3, 1001, 13, "d");
      x.data.copyWithin(1001, 0, 1001);
      for (let k = 0; k < 1001; k++) x.data[2002 + k] = -x.data[k]!;
      const values = call(unit(x, true)[0], unit(x, true)[0]);
      expect(values[1]).toBe(0);
      expect(values[2]).toBeLessThanOrEqual(2);
      expect(values[2]).toBeCloseTo(2, 14);
    });

    it("keep the relative precision of small angles", () => {
      const angles = [0, 1e-1, 1e-3, 1e-5, 1e-7];
      const data = Float64Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
      const x: Rows = { rows: 5, cols: 2, ld: 2, data };
      const values = call(unit(x, false)[0], unit(x, false)[0]);
      for (let j = 1; j < 5; j++) {
        const expected = 2 * Math.sin(angles[j]! / 2) ** 2;
        expect(Math.abs(values[j]! - expected) / expected).toBeLessThan(1e-15 / angles[j]!);
      }
    });

    it("name the first row without direction", () => {
      const next = noise(14);
      const data = Float64Array.from({ length: 40 }, next);
      data.fill(0.1, 20, 30);
      const x: Rows = { rows: 4, cols: 10, ld: 10, data };
      expect(unit(x, true)[1]).toBe(3);
      expect(unit(x, false)[1]).toBe(0);
      data.fill(0, 10, 20);
      expect(unit(x, false)[1]).toBe(2);
    });
  });
});
