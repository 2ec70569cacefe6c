/** From the axes of a file to stimuli × units, or to the axes of images, repeats or trajectories. */
import { OptionError, ShapeError } from "../../base/errors.ts";
import type { Steps } from "../../base/steps.ts";
import type { Numbers } from "../formats/dtypes.ts";
import type { StoredArray } from "../formats/opened.ts";
import { sizeOf } from "../formats/shapes.ts";
import type { ArrayOutline } from "../representation.ts";
import { assertAmong, isImages, namedAxes, namesOfAxes, poolingsOf, type AxesOptions } from "./axes.ts";
import { libraryOutline } from "./layout.ts";
import { operationsOf, type Axes, type Operation, type TokenMask } from "./operations.ts";

/** What becomes of one array. */
export interface Plan {
  /** Of all its stimuli. */
  readonly outline: ArrayOutline;
  /** Whether each stimulus can be made from its own row of the file. */
  readonly byRows: boolean;
  /** Whether the numbers stay as they are, in their order. */
  readonly isIdentity: boolean;
  /** Bytes of the result. */
  readonly bytes: number;
  /** Whether the options said something about it; whether they said which tokens are padding. */
  readonly affected: boolean;
  readonly masked: boolean;
  /**
   * @param data - rows of the file, all of them unless `byRows`
   * @param stimulusAt - number of the stimulus of each row that is given
   */
  make(data: Numbers, stimulusAt: (row: number) => number): Steps<Numbers>;
}

/** An array under the name of its representation. */
export type NamedStoredArray = StoredArray & { readonly name: string };

/**
 * What the options make of an array.
 * @param mask - tokens that are there
 * @throws {ShapeError} if the options name another number of axes, unless it is a matrix beside larger arrays.
 * @throws {OptionError} if what is left is of no known kind.
 */
export function planOf(array: NamedStoredArray, how: AxesOptions, mask?: TokenMask): Plan {
  const names = namesFor(array, how);
  if (!names) return planFrom(array, { names: ["stimuli"], shape: array.shape }, [], how);
  const start = { names, shape: array.shape };
  return planFrom(array, start, operationsOf(array.name, start, how, mask), how);
}

/** Names of the axes, where the options say something about this array. */
function namesFor({ name, shape, axes }: NamedStoredArray, how: AxesOptions): readonly string[] | undefined {
  const folded = foldedBy(how);
  const asked = namedAxes(how);
  const isBeside = shape.length === 2 && (asked ?? 2) > 2 && (how.axes !== undefined || isFolding(how));
  if ((asked === undefined && !isFolding(how)) || isBeside) return undefined;
  if (asked === shape.length) return namesOfAxes(shape, how, axes);
  if (how.axes) throw new ShapeError(axesUnfit({ name, shape }, how.axes));
  libraryOutline({ name, shape, layout: how.layout }); // refuses what is no images
  if (shape.length < 3) return undefined;
  const names = namesOfAxes(shape, how, axes);
  if (folded.length === 0) return names ?? ["stimuli", ...shape.slice(1).map((_, k) => `axis ${k + 1}`)];
  if (!names)
    throw new OptionError(
      `${name} is ${shape.join(" × ")}, and its axes have no names. Give axes to say which of them to pool or flatten, as in "stimuli,channels,height,width".`,
      "axes",
    );
  for (const axis of folded) assertAmong(axis, names);
  return names;
}

/** Axes of what comes out, in words; of four without a layout nobody knows which they are. */
export function axesWords({ shape, layout }: Pick<ArrayOutline, "shape" | "layout">): string {
  if (layout) return "stimuli × height × width × channels";
  const words = ["", "a vector", "stimuli × units", "stimuli × repeats × units"];
  return words[shape.length] ?? `${shape.length} axes without names`;
}

/** Why the options' axes are not those of an array. */
export function axesUnfit(
  { name, shape }: Pick<NamedStoredArray, "name" | "shape">,
  axes: readonly string[],
): string {
  return `${name}: axes names ${axes.length} axes (${axes.join(", ")}), the array has ${shape.length} (${shape.join(" × ")}).`;
}

function foldedBy({ pool, flatten }: AxesOptions): string[] {
  const flat = Array.isArray(flatten) ? (flatten as string[]) : [];
  return [...poolingsOf(pool).flatMap(({ over }) => over), ...flat];
}

/** Whether axes are pooled or flattened. */
function isFolding(how: AxesOptions): boolean {
  return Boolean(how.flatten) || foldedBy(how).length > 0;
}

function planFrom(
  array: NamedStoredArray,
  start: Axes,
  operations: readonly Operation[],
  how: AxesOptions,
): Plan {
  const { name, shape, stored, taken, space } = array;
  const { names, shape: lengths } = operations.at(-1)?.outcome ?? start;
  const front = start.names.indexOf("stimuli");
  const rowNames = front === 0 ? array.stimuli : front === 1 ? array.columns : undefined;
  const isDouble = array.bytes >= 8 * sizeOf(shape) || operations.some(({ doubles }) => doubles);
  const affected = start.names.length === shape.length && shape.length > 1;
  const isMoved = operations.some(({ isMove }) => isMove);
  const arranged = [
    ...(affected && isMoved && namedAxes(how) !== undefined ? [`axes ${start.names.join(", ")}`] : []),
    ...operations.flatMap(({ words }) => words ?? []),
  ];
  return {
    outline: {
      name,
      shape: lengths,
      ...(stored && { stored }),
      ...(taken && { taken }),
      ...(space && { space }),
      ...(rowNames && { stimuli: rowNames }),
      ...(isImages(names) && { layout: "nhwc" as const }),
      ...(arranged.length > 0 && { arranged }),
    },
    byRows: front === 0,
    isIdentity: !isMoved,
    bytes: sizeOf(lengths) * (isDouble ? 8 : 4),
    affected,
    masked: operations.some(({ masked }) => masked),
    *make(data, stimulusAt) {
      const rows = front === 0 ? data.length / Math.max(1, sizeOf(shape.slice(1))) : shape[front]!;
      let made = data;
      let axes = withRows(start, rows);
      for (const { outcome, isMove, run } of operations) {
        if (isMove) made = yield* run(made, axes.shape, stimulusAt);
        axes = withRows(outcome, rows);
      }
      return made;
    },
  };
}

function withRows({ names, shape }: Axes, rows: number): Axes {
  return { names, shape: names.map((name, k) => (name === "stimuli" ? rows : shape[k]!)) };
}
