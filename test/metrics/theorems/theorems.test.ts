import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricName, type MetricSpec } from "../../../src/index.ts";
import { metrics } from "../../../src/metrics/all.ts";
import { acceptedKinds, assertComparable, type Kind } from "../../../src/data/kinds.ts";
import type { AnyMetric, Invariance } from "../../../src/metrics/metric.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { resolveOptions } from "../../../src/base/options.ts";
import { createRandom } from "../../../src/base/random.ts";
import { toRepresentation, type Representation } from "../../../src/data/representation.ts";
import { softmax } from "../../support/data.ts";
import { between } from "./kinds.ts";
import { moved, networksOf, nudged, roomyScenes, scenes, type Scene, type Subject } from "./scenes.ts";

// The theorems that make a measure a metric on shapes (Williams et al., NeurIPS 2021, §2), for
// whatever the registry declares a distance under its `testedWith` options: a new metric is
// held to them by being registered. A failure prints seed, path and the smallest scene found.

const seed = Number(process.env["REPGEOM_THEOREMS_SEED"] ?? 20211030);
const numRuns = Number(process.env["REPGEOM_THEOREMS_RUNS"] ?? 20);

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const distances = (Object.entries(metrics) as [MetricName, AnyMetric][]).flatMap(([name, metric]) =>
  metric.testedWith.flatMap((given) => {
    const options = resolveOptions(name, metric.options, given);
    const { kind: value, pseudo = false, range, invariantTo } = metric.properties(options);
    if (value !== "distance") return [];
    const sharedAxes = metric.sharedAxes?.(options) ?? [];
    return acceptedKinds(metric.accepts).map((kind) => ({
      label: `${name} ${JSON.stringify(given)} of ${kind}`,
      spec: { metric: name, ...given } as MetricSpec,
      subject: {
        kind,
        invariantTo,
        sharedAxes,
        fewest: fewestOf(options),
        areProbabilities: options["scores"] === "probabilities",
      } satisfies Subject,
      pseudo,
      hasUnit: !Number.isFinite(range[1]) && !invariantTo.includes("isotropic-scaling"),
    }));
  }),
);

/** k neighbours of a stimulus are k others; the similarity of two rows needs units for an angle, a correlation for one more. */
function fewestOf(options: object): Subject["fewest"] {
  const { k = 0, rsm, scores } = options as { k?: number; rsm?: string; scores?: string };
  return { stimuli: k + 2, units: rsm === "correlation" ? 3 : rsm === "cosine" || scores ? 2 : 1 };
}

/** The responses as probabilities of the units, by the softmax. */
function asProbabilities(x: Representation): Representation {
  const units = x.shape.at(-1)!;
  return { ...x, data: softmax(matrix(x.data.length / units, units, Float64Array.from(x.data))).data };
}

function isSingle(spec: MetricSpec): boolean {
  return "precision" in spec && spec.precision === "single";
}

describe.each(distances)(`with seed ${seed}, $label`, ({ spec, subject, pseudo, hasUnit }) => {
  const given = subject.areProbabilities ? asProbabilities : (x: Representation) => x;
  const distance = (x: Representation, y: Representation) => engine.compare(given(x), given(y), spec);
  /** What rounding is relative to: lengths to the responses, angles and what has no unit to 1. */
  const sizeOf = (...networks: Representation[]) =>
    hasUnit ? networks.reduce((sum, { data }) => sum + Math.hypot(...data), 0) : 1;
  // Those of single trials search for the motion, and take a hundred times longer for it.
  const searches = subject.kind !== "matrix" && subject.kind !== "images";
  /** What a search may leave of the least distance, and rounding. */
  const slack = searches ? 1e-8 : isSingle(spec) ? 1e-6 : 1e-11;
  /** What is promised of values in single precision, or the rounding of others. */
  const within = (rounding: number) => (isSingle(spec) ? 1e-5 : rounding);
  const runs = Math.ceil(searches ? numRuns / 4 : numRuns);
  const holds = <T>(arbitrary: fc.Arbitrary<T>, claim: (given: T) => Promise<void>) =>
    fc.assert(fc.asyncProperty(arbitrary, claim), { seed, numRuns: runs });
  /** Some of the declared groups, one element of each: shrinks to the one that matters. */
  const withGroups = <S extends Scene>(arbitrary: fc.Arbitrary<S>) =>
    fc.record({
      scene: arbitrary,
      groups: fc.subarray<Invariance>([...subject.invariantTo], {
        minLength: Math.min(1, subject.invariantTo.length),
      }),
    });

  it("does not see what its group does", () =>
    holds(withGroups(scenes), async ({ scene, groups }) => {
      const [x, y] = networksOf(scene, subject);
      const same = moved(x, groups, createRandom(scene.seed + 1));
      const gap = Math.abs((await distance(same, y)) - (await distance(x, y)));
      expect(gap).toBeLessThanOrEqual(within(1e-8) * sizeOf(x, same, y));
    }));

  it("is 0 between a network and what its group makes of it", () =>
    holds(withGroups(scenes), async ({ scene, groups }) => {
      const [x] = networksOf(scene, subject);
      const same = moved(x, groups, createRandom(scene.seed + 1));
      expect(await distance(x, same)).toBeLessThanOrEqual(within(1e-7) * sizeOf(x, same));
    }));

  // A pseudometric is 0 for some of these: what it does not see is said of it in words.
  it.skipIf(pseudo)("is above 0 between networks that no element of its group relates", () =>
    holds(roomyScenes, async (scene) => {
      const [x, y] = networksOf(scene, subject);
      expect(await distance(x, y)).toBeGreaterThan(1e-3);
      const same = moved(x, subject.invariantTo, createRandom(scene.seed + 1));
      const other = nudged(same, 1e-6, createRandom(scene.seed + 2));
      expect(await distance(x, other)).toBeGreaterThan(1e-9);
    }),
  );

  it("is symmetric", () =>
    holds(scenes, async (scene) => {
      const [x, y] = networksOf(scene, subject);
      const gap = Math.abs((await distance(x, y)) - (await distance(y, x)));
      expect(gap).toBeLessThanOrEqual(within(1e-9) * sizeOf(x, y));
    }));

  it("obeys the triangle inequality", () =>
    holds(scenes, async (scene) => {
      const [x, y, z] = networksOf(scene, subject);
      const [xy, yz, xz] = [await distance(x, y), await distance(y, z), await distance(x, z)];
      for (const [long, one, two] of [
        [xz, xy, yz],
        [xy, xz, yz],
        [yz, xy, xz],
      ] as const) {
        expect(long - (one + two)).toBeLessThanOrEqual(1e-9 * (one + two) + slack * sizeOf(x, y, z));
      }
    }));
});

describe.each(Object.keys(between) as Kind[])("%s drawn for these theorems", (kind) => {
  it("are what metrics of that kind accept", () => {
    const subject: Subject = {
      kind,
      invariantTo: [],
      sharedAxes: [],
      fewest: { stimuli: 2, units: 1 },
      areProbabilities: false,
    };
    fc.assert(
      fc.property(scenes, (scene) => {
        const networks = networksOf(scene, subject).map((x) => toRepresentation(x, "drawn"));
        assertComparable(networks, "a metric", kind);
      }),
      { seed, numRuns },
    );
  });
});
