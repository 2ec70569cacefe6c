/** Several places along some axes become one. */
import { NumericalError } from "../../base/errors.ts";
import { inRanges, type Steps } from "../../base/steps.ts";
import type { Numbers } from "../formats/dtypes.ts";
import type { Pooling } from "./axes.ts";

type How = Pooling["how"];

/** Neighbouring axes that are treated alike, as one. */
interface Group {
  readonly length: number;
  readonly pooled: boolean;
}

/**
 * Pools a row-major array over some of its axes. A mean is summed and kept in double precision, what is picked
 * keeps its type. NaN stays NaN.
 * @param pooled - for each axis whether it goes; the first, stimuli, stays
 * @returns row-major, without those axes
 */
export function* poolSteps(
  data: Numbers,
  shape: readonly number[],
  pooled: readonly boolean[],
  how: How,
): Steps<Numbers> {
  const [first, ...inner] = groupsOf(shape, pooled);
  const rows = first!.length;
  const kept = sizeOf(inner.filter((group) => !group.pooled));
  const width = sizeOf(inner);
  const result = emptyLike(data, rows * kept, how);
  const add = adder(data, result, inner, how);
  const stride = Math.max(1, Math.floor(2 ** 16 / width));
  const some = (from: number, to: number) => {
    for (let row = from; row < to; row++) add(row * width, row * kept);
  };
  yield* inRanges(rows, some, stride);
  if (how === "mean") yield* divide(result, width / kept);
  return result;
}

function groupsOf(shape: readonly number[], pooled: readonly boolean[]): Group[] {
  const groups: Group[] = [];
  for (const [axis, length] of shape.entries()) {
    const last = groups.at(-1);
    if (last?.pooled === pooled[axis])
      groups[groups.length - 1] = { ...last!, length: last!.length * length };
    else groups.push({ length, pooled: pooled[axis]! });
  }
  return groups;
}

const sizeOf = (groups: readonly Group[]) => groups.reduce((product, { length }) => product * length, 1);

function emptyLike(data: Numbers, count: number, how: How): Numbers {
  if (how === "mean") return new Float64Array(count);
  const result = new (data.constructor as Float64ArrayConstructor)(count);
  return how === "max" ? result.fill(-Infinity) : result;
}

function* divide(values: Numbers, by: number): Steps<void> {
  yield* inRanges(values.length, (from, to) => {
    for (let k = from; k < to; k++) values[k]! /= by;
  });
}

/** What pools all groups of one row: from a place in the data to a place in the result. */
function adder(
  data: Numbers,
  result: Numbers,
  groups: readonly Group[],
  how: How,
): (from: number, to: number) => void {
  const [group, ...inner] = groups;
  if (!group) return (from, to) => put(result, to, data[from]!, how);
  const { length, pooled } = group;
  const [start, end] = placesOf(length, pooled, how);
  if (inner.length === 0)
    return pooled ? along(data, result, start, end, how) : across(data, result, length, how);
  const next = adder(data, result, inner, how);
  const width = sizeOf(inner);
  const kept = pooled ? 0 : sizeOf(inner.filter((one) => !one.pooled));
  return (from, to) => {
    for (let k = start; k < end; k++) next(from + k * width, to + k * kept);
  };
}

/** Of what is picked, one place. */
function placesOf(length: number, pooled: boolean, how: How): [start: number, end: number] {
  if (!pooled || how === "mean" || how === "max") return [0, length];
  return how === "first" ? [0, Math.min(1, length)] : [Math.max(0, length - 1), length];
}

function put(result: Numbers, at: number, value: number, how: How): void {
  if (how === "mean") result[at]! += value;
  else if (how === "max") {
    if (value > result[at]! || Number.isNaN(value)) result[at] = value;
  } else result[at] = value;
}

/** Neighbouring numbers become one. */
function along(data: Numbers, result: Numbers, start: number, end: number, how: How) {
  if (how !== "mean")
    return (from: number, to: number) => {
      for (let k = from + start; k < from + end; k++) put(result, to, data[k]!, how);
    };
  return (from: number, to: number) => {
    let sum = 0;
    for (let k = from; k < from + end; k++) sum += data[k]!;
    result[to]! += sum;
  };
}

/** Each of neighbouring numbers is put to its own. */
function across(data: Numbers, result: Numbers, length: number, how: How) {
  return (from: number, to: number) => {
    for (let k = 0; k < length; k++) put(result, to + k, data[from + k]!, how);
  };
}

/** Of an array stimuli × before × tokens × after, which tokens of a stimulus are there. */
export interface Padded {
  readonly name: string;
  readonly before: number;
  readonly tokens: number;
  readonly after: number;
  /** By the place of the stimulus among those given; without it a token is padding where all its numbers are NaN. */
  readonly isThere?: (stimulus: number, token: number) => boolean;
}

/**
 * Pools over tokens and leaves out padding.
 * @param stimulusAt - number of the stimulus of each row, for messages
 * @throws {NumericalError} for a stimulus without a token.
 */
export function* poolTokens(
  data: Numbers,
  { name, before, tokens, after, isThere }: Padded,
  how: How,
  stimulusAt: (row: number) => number,
): Steps<Numbers> {
  const [width, kept] = [before * tokens * after, before * after];
  const rows = width === 0 ? 0 : data.length / width;
  const result = emptyLike(data, rows * kept, how);
  for (let row = 0; row < rows; row++) {
    const stimulus = stimulusAt(row);
    const values = data.subarray(row * width, (row + 1) * width);
    const there = Array.from({ length: tokens }, (_, token) => token).filter((token) =>
      isThere ? isThere(stimulus, token) : !isPadding(values, before, tokens, after, token),
    );
    if (there.length === 0)
      throw new NumericalError(
        `${name}: stimulus ${stimulus}, counted from 0, has no token that is not padding.`,
      );
    const into = result.subarray(row * kept, (row + 1) * kept);
    const picked = how === "first" ? there.slice(0, 1) : how === "last" ? there.slice(-1) : there;
    for (const token of picked)
      for (let b = 0; b < before; b++)
        for (let a = 0; a < after; a++)
          put(into, b * after + a, values[(b * tokens + token) * after + a]!, how);
    if (how === "mean") for (let k = 0; k < kept; k++) into[k]! /= there.length;
    yield;
  }
  return result;
}

function isPadding(values: Numbers, before: number, tokens: number, after: number, token: number): boolean {
  for (let b = 0; b < before; b++)
    for (let a = 0; a < after; a++)
      if (!Number.isNaN(values[(b * tokens + token) * after + a]!)) return false;
  return true;
}
