import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Explanation, type MetricSpec } from "../../../src/index.ts";
import { resolveOptions } from "../../../src/base/options.ts";
import { transpose, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { metrics } from "../../../src/metrics/all.ts";
import { explanations } from "../../../src/studies/explain/registry.ts";
import { gaussian, multiply, representation } from "../../support/data.ts";

/** What the sum over stimuli, and over the rest, is, from the value that `compare` gives; undefined where there is none. */
type Totals = (value: number, options: any) => { stimuli: number; others?: number } | undefined;

const chord = (angle: number) => 2 - 2 * Math.cos(angle);
const onGround: Totals = (value, { ground }) => ({
  stimuli:
    ground === "angular"
      ? chord(value)
      : ground === "euclidean" || ground === "unit-norm"
        ? value * value
        : value,
});
const cosine: Totals = (value, { ground }) => ({ stimuli: ground === "angular" ? Math.cos(value) : value });

const totals: Readonly<Record<string, Totals>> = {
  procrustes: onGround,
  "kernel-procrustes": onGround,
  bures: (value) => ({ stimuli: value * value }),
  nbs: onGround,
  cca: onGround,
  "kernel-cca": onGround,
  svcca: (value) => ({ stimuli: value }),
  pwcca: (value) => ({ stimuli: value }),
  permutation: onGround,
  "soft-matching": onGround,
  "hard-correlation-match": (value) => ({ stimuli: value }),
  "aligned-cosine": (value) => ({ stimuli: value }),
  "permutation-aligned-cosine": (value) => ({ stimuli: value }),
  "linear-regression": (value) => ({ stimuli: 1 - value, others: value }),
  cka: cosine,
  rv: cosine,
  rsa(value, { comparator, comparatorP, ground }) {
    if (["riemannian", "chebyshev"].includes(comparator)) return undefined;
    if (comparator === "minkowski") return { stimuli: value ** comparatorP };
    const isRoot =
      ["euclidean", "nan-euclidean"].includes(comparator) ||
      (comparator === "bures" && ground === "euclidean");
    return { stimuli: isRoot ? value * value : value };
  },
  elementwise(value, { dissimilarity, p }) {
    if (dissimilarity === "minkowski") return { stimuli: value ** p };
    if (dissimilarity === "euclidean") return { stimuli: value * value };
    return ["squared-euclidean", "cityblock"].includes(dissimilarity) ? { stimuli: value } : undefined;
  },
};

/** Similarities that are 1 of a network with itself, as a cosine is: what is missing to 1 is shared out, too. */
const cosines: Readonly<Record<string, (options: any) => boolean>> = {
  nbs: ({ ground }) => ground === "similarity",
  cca: ({ ground, ridge }) => ground === "mean" && ridge === 0,
  svcca: () => true,
  pwcca: () => true,
  permutation: ({ ground }) => ground === "correlation",
  "soft-matching": ({ ground }) => ground === "correlation",
  "hard-correlation-match": () => true,
  "aligned-cosine": () => true,
  "permutation-aligned-cosine": () => true,
  cka: () => true,
  rv: () => true,
  rsa: ({ comparator, ground }) =>
    ["pearson", "spearman", "cosine", "pearson-whitened", "cosine-whitened"].includes(comparator) ||
    (comparator === "bures" && ground === "similarity"),
};

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** Numbers of units below and above that of the stimuli, on either side. */
const shapes = [
  { stimuli: 13, unitsX: 4, unitsY: 7 },
  { stimuli: 9, unitsX: 17, unitsY: 5 },
  { stimuli: 8, unitsX: 12, unitsY: 15 },
];

function pairOf({ stimuli, unitsX, unitsY }: (typeof shapes)[number], isShared: boolean, isGram: boolean) {
  const random = createRandom(stimuli);
  const common = gaussian(random, stimuli, 3);
  const network = (units: number) => {
    const x = multiply(common, gaussian(random, 3, units));
    const noise = gaussian(random, stimuli, units).data;
    x.data.forEach((_, k) => (x.data[k]! += noise[k]! + 0.3 * (k % units)));
    return x;
  };
  const [x, y] = [network(unitsX), network(isShared ? unitsX : unitsY)];
  const asGiven = (one: Matrix) => (isGram ? multiply(one, transpose(one)) : one);
  return [representation("x", asGiven(x)), representation("y", asGiven(y))] as const;
}

function expectSum(
  found: Explanation,
  kind: "stimuli" | "differences" | "unitsX" | "unitsY" | "directions" | "matches",
  total: number,
) {
  const part = found[kind];
  if (!part || part.form !== "sum") return;
  expect(part.total, `${kind}: total`).toBeCloseTo(total, 10);
  expect(sum(part.shares) + (part.rest ?? 0), `${kind}: sum of shares`).toBeCloseTo(total, 10);
  expect(part.names).toHaveLength(part.shares.length);
}

describe.each(Object.keys(explanations))("explain with %s", (name) => {
  const { options: schemas, testedWith } = metrics[name as keyof typeof metrics];
  const cases = [...testedWith, ...(name.startsWith("kernel-") ? [{ kernel: "given" }] : [])].filter(
    // An estimate, and a value with epsilon, is no sum over stimuli: the rest is by leaving out.
    (one) => !("precision" in one || "estimator" in one || "epsilon" in one),
  );
  it.each(cases.map((one) => [JSON.stringify(one), one] as const))(
    "adds up to the value with %s",
    async (_, given) => {
      const options = resolveOptions(name, schemas as never, given as never);
      for (const shape of shapes) {
        const [x, y] = pairOf(
          shape,
          name === "elementwise",
          (given as { kernel?: string }).kernel === "given",
        );
        const spec = { metric: name, ...given } as MetricSpec;
        const value = await engine.compare(x, y, spec);
        const found = await engine.explain(x, y, spec, { leaveOut: 0 });
        expect(found.value).toBe(value);
        const expected = totals[name]!(value, options);
        if (!expected) {
          expect(found.stimuli).toBeUndefined();
          continue;
        }
        expect(found.stimuli!.form).toBe("sum");
        expect(found.form).toBe("sum");
        expectSum(found, "stimuli", expected.stimuli);
        expect(found.differences !== undefined).toBe(cosines[name]?.(options) ?? false);
        if (found.differences) {
          expectSum(found, "differences", 1 - expected.stimuli);
          expect(Math.min(...found.differences.shares)).toBeGreaterThanOrEqual(0);
        }
        for (const kind of ["unitsX", "unitsY", "directions", "matches"] as const)
          expectSum(found, kind, expected.others ?? expected.stimuli);
        if (found.pairs) {
          const { square, total } = found.pairs;
          expect(total).toBeCloseTo(expected.stimuli, 10);
          const rows = Array.from({ length: square.rows }, (_, i) =>
            sum(square.data.slice(i * square.cols, (i + 1) * square.cols)),
          );
          rows.forEach((row, i) => expect(row).toBeCloseTo(found.stimuli!.shares[i]!, 12));
        }
      }
    },
  );
});
