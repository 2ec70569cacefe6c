import { OptionError, ShapeError } from "../base/errors.ts";
import { assertLayout } from "./arrange/layout.ts";
import { stimuliCount, type Outline } from "./representation.ts";

/** What the axes of a representation mean. */
export type Kind = keyof typeof kinds;

/** A name of an axis. */
export type Axis = "stimuli" | "repeats" | "time" | "height" | "width" | "channels" | "units";

interface KindFacts {
  /** As in a sentence: "accepts …". */
  readonly title: string;
  readonly axes: string;
  /** The axes of `shape`, in each form that the kind may have. */
  readonly forms: readonly (readonly Axis[])[];
  /** What to do with another kind. */
  readonly advice: string;
  applies(representation: Outline): boolean;
}

const isPlain = ({ covariances, factors, repeats }: Outline) => !covariances && !factors && !repeats;
const isGaussian = ({ covariances, factors }: Outline) => Boolean(covariances ?? factors);

/** Axes of each kind of input, and what to do with another one. */
const kinds = {
  matrix: {
    title: "a matrix",
    axes: "stimuli × units",
    forms: [["stimuli", "units"]],
    advice:
      "Say what becomes of its other axes, with axes and pool or flatten: nothing is averaged silently.",
    applies: (given) => isPlain(given) && given.shape.length === 2,
  },
  images: {
    title: "images",
    axes: "stimuli × height × width × channels",
    forms: [["stimuli", "height", "width", "channels"]],
    advice: "Give the activations of a convolutional layer, unflattened.",
    applies: (given) => isPlain(given) && given.shape.length === 4,
  },
  repeats: {
    title: "repeats",
    axes: "stimuli × repeats × units",
    forms: [["stimuli", "repeats", "units"]],
    advice: "Give every response to each stimulus, not their mean.",
    applies: (given) =>
      !isGaussian(given) && (given.repeats ? given.shape.length === 2 : given.shape.length === 3),
  },
  gaussians: {
    title: "gaussians",
    axes: "means, stimuli × units, with covariances or factors",
    forms: [["stimuli", "units"]],
    advice: "Give means with the covariance of each stimulus.",
    applies: (given) => isGaussian(given) && given.shape.length === 2,
  },
  trajectories: {
    title: "trajectories",
    axes: "stimuli × repeats × time × units, or means, stimuli × time × units, with covariances",
    forms: [
      ["stimuli", "repeats", "time", "units"],
      ["stimuli", "time", "units"],
    ],
    advice: "Give the responses at every time, not their mean.",
    applies: (given) =>
      isGaussian(given)
        ? given.shape.length === 3
        : isPlain(given) && given.shape.length === 4 && given.layout === undefined,
  },
  courses: {
    title: "time courses",
    axes: "stimuli × time × units",
    forms: [["stimuli", "time", "units"]],
    advice: "Give the responses at every time, not their mean.",
    applies: (given) => isPlain(given) && given.shape.length === 3,
  },
} as const satisfies Record<string, KindFacts>;

/**
 * Checks that representations can be compared: of a kind that the metric accepts,
 * the same stimuli in the same order.
 * @param sharedAxes - axes besides stimuli whose lengths must be the same
 * @throws {ShapeError} naming both kinds, both shapes, or the first stimulus that disagrees.
 * @throws {OptionError} for images without a layout.
 */
export function assertComparable(
  representations: readonly Outline[],
  metric: string,
  accepts: Kind | readonly Kind[],
  sharedAxes: readonly Axis[] = [],
): void {
  const [first] = representations;
  if (!first) throw new OptionError(`${metric}: no representations were given.`);
  for (const representation of representations) {
    assertKind(representation, metric, accepts);
    if (acceptedKinds(accepts).includes("images")) assertLayout(metric, representation);
    assertSameStimuli(first, representation);
    for (const axis of sharedAxes) assertSameLength(first, representation, axis, acceptedKinds(accepts));
  }
}

/** The kinds that a metric accepts, as a list. */
export function acceptedKinds(accepts: Kind | readonly Kind[]): readonly Kind[] {
  return typeof accepts === "string" ? [accepts] : accepts;
}

/** @throws {ShapeError} for a representation of none of the accepted kinds. */
export function assertKind(representation: Outline, owner: string, accepts: Kind | readonly Kind[]): void {
  const accepted = acceptedKinds(accepts);
  if (accepted.some((kind) => kinds[kind].applies(representation))) return;
  const { name, shape } = representation;
  const vector = "A vector is usually an RDM already: compare responses, or RDMs with one another.";
  const wanted = accepted.map((kind) => `${kinds[kind].title} (${kinds[kind].axes})`).join(" or ");
  throw new ShapeError(
    `${owner} accepts ${wanted}; ${name} is ${describeKind(representation)}, ${shape.join(" × ")}. ` +
      (shape.length === 1 ? vector : kinds[accepted[0]!].advice),
  );
}

function describeKind(representation: Outline): string {
  const { shape } = representation;
  if (isPlain(representation)) return describeAxes(shape.length);
  const kind = (Object.keys(kinds) as Kind[]).find((name) => kinds[name].applies(representation));
  return kind ? `${kind} (${kinds[kind].axes})` : `${describeAxes(shape.length)} with covariances`;
}

function describeAxes(count: number): string {
  const names = [
    "a single number",
    "a vector",
    "a matrix",
    "repeats (stimuli × repeats × units)",
    "images or trajectories",
  ];
  return names[count] ?? `an array of ${count} axes`;
}

function assertSameStimuli(x: Outline, y: Outline): void {
  if (stimuliCount(x) !== stimuliCount(y)) {
    throw new ShapeError(
      `${sizeOf(x)}, ${sizeOf(y)}; the number of stimuli (rows) must be the same.` +
        (x.shape[0] === y.shape[1]
          ? " Is one of them units × stimuli? Read it with axes units,stimuli."
          : ""),
    );
  }
  if (!x.stimuli || !y.stimuli) return;
  const row = x.stimuli.findIndex((stimulus, i) => stimulus !== y.stimuli![i]);
  if (row < 0) return;
  throw new ShapeError(
    `Stimulus ${row} is ${JSON.stringify(x.stimuli[row])} in ${x.name} but ${JSON.stringify(y.stimuli[row])} in ${y.name}; ` +
      `the stimuli must be the same, in the same order.${isReordered(x.stimuli, y.stimuli) ? ' They are the same in another order: read them with match "names".' : ""}`,
  );
}

function isReordered(x: readonly string[], y: readonly string[]): boolean {
  const names = new Set(x);
  return names.size === x.length && new Set(y).size === x.length && y.every((name) => names.has(name));
}

/** @throws {ShapeError} unless an axis, where these kinds have it, is as long in both. */
export function assertSameLength(x: Outline, y: Outline, axis: Axis, accepts: readonly Kind[]): void {
  if (lengthOf(x, axis, accepts) === lengthOf(y, axis, accepts)) return;
  throw new ShapeError(`${sizeOf(x)}, ${sizeOf(y)}; the ${axis} must be the same.`);
}

/** The length of an axis of a representation of one of these kinds. */
function lengthOf(representation: Outline, axis: Axis, accepts: readonly Kind[]): number {
  const { shape } = representation;
  if (axis === "units") return shape.at(-1)!;
  const kind = accepts.find((candidate) => kinds[candidate].applies(representation))!;
  const form = kinds[kind].forms.find(({ length }) => length === shape.length)!;
  return shape[(form as readonly Axis[]).indexOf(axis)]!;
}

function sizeOf({ name, shape, repeats }: Outline): string {
  const of = repeats ? ` (repeats of ${repeats.length} stimuli × units)` : "";
  return `${name} is ${shape.join(" × ")}${of}`;
}
