/** Where the elements of an array lie in its file, and the order in which they are met there. */
import type { RowRange } from "../opened.ts";
import { sizeOf } from "../shapes.ts";

/** Where the elements of an array lie: element (i, j, …) is number `offset + i strides[0] + j strides[1] + …` of the stored ones. */
export interface View {
  readonly shape: readonly number[];
  /** In elements; none is negative. */
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Whether the elements of an array lie between the first and the last of `count` stored ones. */
export function isInside({ shape, strides, offset }: View, count: number): boolean {
  if (sizeOf(shape) === 0) return true;
  const last = shape.reduce((sum, length, axis) => sum + (length - 1) * strides[axis]!, offset);
  return Number.isSafeInteger(last) && last < count;
}

/** Strides of a column-major array: its first axis goes fastest. */
export function columnMajor(shape: readonly number[]): View {
  return { shape, strides: shape.map((_, axis) => sizeOf(shape.slice(0, axis))), offset: 0 };
}

interface Axis {
  readonly length: number;
  /** To the next element along it, in the file and in the result. */
  readonly step: number;
  readonly place: number;
}

/** The axes in the order of the file, the fastest last; those of one place are left out, and those that go on as one are one. */
export function axesOf({ shape, strides }: View, rows: RowRange): Axis[] {
  const lengths = [rows.end - rows.start, ...shape.slice(1)];
  const all = lengths.map((length, axis) => ({
    length,
    step: strides[axis]!,
    place: sizeOf(lengths.slice(axis + 1)),
  }));
  const sorted = all
    .filter(({ length }) => length !== 1)
    .sort((a, b) => b.step - a.step || b.place - a.place);
  const merged: Axis[] = [];
  for (const axis of sorted) {
    const outer = merged.at(-1);
    const goesOn =
      outer?.step === axis.step * axis.length && outer.place === axis.place * axis.length && axis.step > 0;
    if (outer && goesOn) merged[merged.length - 1] = { ...axis, length: outer.length * axis.length };
    else merged.push(axis);
  }
  return merged.length > 0 ? merged : [{ length: 1, step: 1, place: 1 }];
}

/** Says of the next elements, in the order of the file, which stored ones they are and where they belong. */
export function walkOf(axes: readonly Axis[], first: number) {
  const last = axes.length - 1;
  const { length, step, place: placeStep } = axes[last]!;
  const at = axes.map(() => 0);
  let [element, target] = [first, 0];
  const move = (axis: number, steps: number) => {
    at[axis]! += steps;
    element += steps * axes[axis]!.step;
    target += steps * axes[axis]!.place;
  };
  const carry = () => {
    for (let axis = last; axis > 0 && at[axis] === axes[axis]!.length; axis--) {
      move(axis, -at[axis]!);
      move(axis - 1, 1);
    }
  };
  return (from: Float64Array, place: Float64Array, count: number) => {
    for (let k = 0; k < count; carry()) {
      const run = Math.min(count - k, length - at[last]!);
      for (let i = 0; i < run; i++, k++) {
        from[k] = element + i * step;
        place[k] = target + i * placeStep;
      }
      move(last, run);
    }
  };
}
