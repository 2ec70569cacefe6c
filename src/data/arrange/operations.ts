/** The steps from the axes of a file to those of a representation. */
import { OptionError, ShapeError } from "../../base/errors.ts";
import type { Steps } from "../../base/steps.ts";
import type { Numbers } from "../formats/dtypes.ts";
import { permuteSteps, sizeOf } from "../formats/shapes.ts";
import { axisNames, poolingsOf, type AxesOptions, type Pooling } from "./axes.ts";
import { poolSteps, poolTokens } from "./pool.ts";

/** Which tokens are there and which are padding. */
export interface TokenMask {
  /** For messages. */
  readonly name: string;
  readonly stimuli: number;
  /** Undefined where the mask says only how many there are. */
  readonly tokens: number | undefined;
  /** Then, the most that a stimulus has. */
  readonly longest?: number;
  isThere(stimulus: number, token: number): boolean;
}

/** Axes of an array with their lengths. */
export interface Axes {
  readonly names: readonly string[];
  readonly shape: readonly number[];
}

/** One step. */
export interface Operation {
  readonly outcome: Axes;
  /** What it does, for people. */
  readonly words?: string;
  /** Whether numbers move or change; else the axes are only called otherwise. */
  readonly isMove: boolean;
  /** Whether what comes out is in double precision, whatever goes in. */
  readonly doubles?: boolean;
  /** Whether a mask says which tokens count. */
  readonly masked?: boolean;
  /** @param shape - of the numbers that are given: some stimuli, or all */
  run(data: Numbers, shape: readonly number[], stimulusAt: (row: number) => number): Steps<Numbers>;
}

/** @throws {OptionError} if what is left has axes of no known kind. */
export function operationsOf(
  owner: string,
  start: Axes,
  how: AxesOptions,
  mask: TokenMask | undefined,
): Operation[] {
  const pools = poolingsOf(how.pool);
  const operations: Operation[] = [];
  const now = () => operations.at(-1)?.outcome ?? start;
  if (pools.length > 0 && start.names[0] !== "stimuli")
    operations.push(reordered(start, ["stimuli", ...start.names.filter((name) => name !== "stimuli")]));
  for (const pool of pools) operations.push(pooled(owner, now(), pool, mask));
  operations.push(finished(owner, now(), how.flatten));
  return operations;
}

/** The axes in another order. */
function reordered(
  { names, shape }: Axes,
  order: readonly string[],
  outcome?: Axes,
  words?: string,
): Operation {
  const places = order.map((name) => names.indexOf(name));
  return {
    outcome: outcome ?? { names: order, shape: places.map((place) => shape[place]!) },
    ...(words !== undefined && { words }),
    isMove: places.some((place, k) => place !== k),
    run: (data, given) => permuteSteps(data, given, places),
  };
}

/** Axes of tokens, which may be padded: sentences are not equally long. */
const paddedAxes = new Set(["tokens", "time"]);

function pooled(owner: string, { names, shape }: Axes, { how, over }: Pooling, mask?: TokenMask): Operation {
  const gone = names.map((name) => over.includes(name));
  const left = <T>(list: readonly T[]) => list.filter((_, axis) => !gone[axis]);
  const outcome = { names: left(names), shape: left(shape) };
  const common = { outcome, isMove: true, doubles: how === "mean" };
  const words = `${how} over ${over.join(", ")}`;
  const [axis] = over;
  if (over.length > 1 || !paddedAxes.has(axis!) || (axis === "time" && !mask))
    return { ...common, words, run: (data, given) => poolSteps(data, given, gone, how) };
  const place = names.indexOf(axis!);
  const padded = {
    name: owner,
    before: sizeOf(shape.slice(1, place)),
    tokens: shape[place]!,
    after: sizeOf(shape.slice(place + 1)),
    ...(mask && { isThere: mask.isThere }),
  };
  if (mask) assertMaskFits(mask, owner, shape[0]!, padded.tokens);
  return {
    ...common,
    words: `${words}${mask ? " that the mask leaves" : ", without padding (NaN)"}`,
    masked: mask !== undefined,
    run: (data, _given, stimulusAt) => poolTokens(data, padded, how, stimulusAt),
  };
}

const libraryAxes: readonly string[] = axisNames;

/** The library's order; axes that are flattened are one at the end. */
function finished(owner: string, axes: Axes, flatten: AxesOptions["flatten"]): Operation {
  const rest = axes.names.filter((name) => name !== "stimuli");
  const flat = flatten === true ? rest : flatten ? (flatten as readonly string[]) : [];
  const kept = rest.filter((name) => !flat.includes(name));
  assertKnown(owner, kept, flat);
  const inOrder = [
    ...libraryAxes.filter((name) => kept.includes(name)),
    ...kept.filter((name) => !libraryAxes.includes(name)),
  ];
  const order = ["stimuli", ...inOrder, ...flat];
  const lengthOf = (name: string) => axes.shape[axes.names.indexOf(name)]!;
  const outcome = {
    names: ["stimuli", ...inOrder, ...(flat.length > 0 ? ["units"] : [])],
    shape: [
      lengthOf("stimuli"),
      ...inOrder.map(lengthOf),
      ...(flat.length > 0 ? [sizeOf(flat.map(lengthOf))] : []),
    ],
  };
  const words = flat.length > 1 ? `flattened ${flat.join(", ")}` : undefined;
  return reordered(axes, order, outcome, words);
}

/** One axis beside the stimuli is units, whatever its name. */
function assertKnown(owner: string, kept: readonly string[], flat: readonly string[]): void {
  const unknown = kept.find((name) => !libraryAxes.includes(name));
  if (unknown !== undefined && kept.length + (flat.length > 0 ? 1 : 0) > 1)
    throw new OptionError(
      `${owner}: of its axes stimuli, ${[...kept, ...flat].join(", ")} are left. Pool or flatten ${unknown}.`,
      "pool",
    );
  const last = kept.find((name) => name === "units" || name === "channels");
  if (last === undefined || flat.length === 0) return;
  throw new OptionError(
    `${owner}: what is flattened becomes the units, and ${last} would be left beside them. Flatten ${last} too, or pool it.`,
    "flatten",
  );
}

/** @throws {ShapeError} unless the mask is of these stimuli and tokens. */
function assertMaskFits(mask: TokenMask, owner: string, stimuli: number, tokens: number): void {
  if (mask.stimuli === stimuli && (mask.longest ?? 0) > tokens)
    throw new ShapeError(
      `The mask ${mask.name} says that a stimulus has ${mask.longest} tokens, and ${owner} has ${tokens}.`,
    );
  if (mask.stimuli === stimuli && (mask.tokens ?? tokens) === tokens) return;
  throw new ShapeError(
    `The mask ${mask.name} is of ${mask.stimuli} stimuli${mask.tokens === undefined ? "" : ` × ${mask.tokens} tokens`}, ${owner} of ${stimuli} stimuli × ${tokens} tokens.`,
  );
}
