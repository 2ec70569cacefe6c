import fc from "fast-check";
import type { Axis, Kind } from "../../../src/data/kinds.ts";
import { matrix } from "../../../src/base/matrix.ts";
import type { Invariance } from "../../../src/metrics/metric.ts";
import { createRandom, type Random } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { between, drawLength, drawNetwork, textures, type Texture } from "./kinds.ts";
import { asRows, largest, motions, rowsOf, unitsOf } from "./motions.ts";

/** All that three networks depend on: small, so that a counterexample can be read and made again. */
export interface Scene {
  seed: number;
  stimuli: number;
  units: [number, number, number];
  textures: [Texture, Texture, Texture];
  /** Of low-rank responses. */
  rank: number;
  /** 0: the networks have nothing to do with each other; else each is the one before, moved, with so much noise. */
  nearness: number;
}

/** What theorems need to know of a metric to draw its networks. */
export interface Subject {
  kind: Kind;
  invariantTo: readonly Invariance[];
  /** Axes whose lengths all networks share. */
  sharedAxes: readonly Axis[];
  /** Stimuli and units below which the measure is refused, or 0 whatever the networks are. */
  fewest: { stimuli: number; units: number };
  /** Whether responses are made probabilities of the classes, which the units are. */
  areProbabilities: boolean;
}

/** Any three networks. */
export const scenes: fc.Arbitrary<Scene> = fc.record({
  seed: fc.nat(),
  stimuli: fc.integer({ min: 6, max: 12 }),
  units: triple(fc.integer({ min: 1, max: 15 })),
  textures: triple(fc.constantFrom(...textures)),
  rank: fc.integer({ min: 1, max: 3 }),
  nearness: fc.constantFrom(0, 0, 1e-2, 1e-5, 1e-8),
});

/**
 * Networks with many more stimuli than directions, where even a measure that undoes every
 * linear map sees the difference of unrelated ones.
 */
export const roomyScenes: fc.Arbitrary<Scene> = fc.record({
  seed: fc.nat(),
  stimuli: fc.integer({ min: 40, max: 48 }),
  units: triple(fc.integer({ min: 1, max: 3 })),
  textures: triple(fc.constant("plain" as const)),
  rank: fc.constant(3),
  nearness: fc.constant(0),
});

function triple<T>(each: fc.Arbitrary<T>): fc.Arbitrary<[T, T, T]> {
  return fc.tuple(each, each, each);
}

/** The three networks of a scene. */
export function networksOf(
  scene: Scene,
  subject: Subject,
): [x: Representation, y: Representation, z: Representation] {
  const random = createRandom(scene.seed);
  const draw = drawing(enlarged(scene, subject), subject, random);
  const x = draw(0);
  if (scene.nearness === 0) return [x, draw(1), draw(2)];
  const y = nearly(x, scene, subject, random);
  return [x, y, nearly(y, scene, subject, random)];
}

function enlarged(scene: Scene, { fewest }: Subject): Scene {
  const [one, two, three] = scene.units.map((units) => Math.max(units, fewest.units));
  return { ...scene, stimuli: Math.max(scene.stimuli, fewest.stimuli), units: [one!, two!, three!] };
}

/** x moved by one element of each group. */
export function moved(x: Representation, groups: readonly Invariance[], random: Random): Representation {
  return groups.reduce((y, group) => motions[group](y, random), x);
}

/** x with noise of that size relative to its largest response; its covariances grow by as much. */
export function nudged(x: Representation, amount: number, random: Random): Representation {
  const size = amount * largest(x);
  const noisy = { ...x, data: Float64Array.from(x.data, (value) => value + size * random.normal()) };
  if (!x.covariances) return noisy;
  const { shape, data } = x.covariances;
  const each = shape[1]! * shape[2]!;
  const growth = Float64Array.from({ length: shape[0]! }, () => 1 + amount * Math.abs(random.normal()));
  const grown = Float64Array.from(data, (value, k) => value * growth[Math.floor(k / each)]!);
  return { ...noisy, covariances: { shape, data: grown } };
}

function drawing(scene: Scene, { kind, sharedAxes }: Subject, random: Random) {
  const common = between[kind].map(() => drawLength(random));
  return (index: number): Representation => {
    const lengths = between[kind].map((axis, k) =>
      sharedAxes.includes(axis) ? common[k]! : drawLength(random),
    );
    const units = scene.units[sharedAxes.includes("units") ? 0 : index]!;
    const { stimuli, rank } = scene;
    const draft = { name: `network ${index}`, stimuli, units, texture: scene.textures[index]!, rank };
    return drawNetwork(kind, draft, lengths, random);
  };
}

/** x moved within its group, with noise, and perhaps one more unit of noise alone. */
function nearly(x: Representation, scene: Scene, subject: Subject, random: Random): Representation {
  const near = nudged(moved(x, subject.invariantTo, random), scene.nearness, random);
  const canGrow = !subject.sharedAxes.includes("units") && !x.covariances;
  return canGrow && random.uniform() < 0.5 ? grown(near, scene.nearness, random) : near;
}

function grown(x: Representation, amount: number, random: Random): Representation {
  const [rows, units, size] = [rowsOf(x), unitsOf(x), amount * largest(x)];
  const wider = matrix(rows.rows, units + 1);
  for (let i = 0; i < rows.rows; i++) {
    wider.data.set(rows.data.subarray(i * units, (i + 1) * units), i * (units + 1));
    wider.data[i * (units + 1) + units] = size * random.normal();
  }
  return asRows(x, wider);
}
