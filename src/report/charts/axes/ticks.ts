import type { ScaleOptions } from "@observablehq/plot";
import type { Axis } from "../../figures.ts";
import { fitNames, thinning } from "../parts/labels.ts";
import { widthOf } from "../names/point-labels.ts";

/** Whole numbers at an axis that counts, about so many. */
export function wholeTicks([low, high]: readonly [number, number], about: number): number[] {
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  const least = Math.max(1, (last - first) / about);
  const power = 10 ** Math.floor(Math.log10(least));
  const step =
    [1, 2, 5, 10].map((one) => one * power).find((one) => one >= least && Number.isInteger(one)) ?? 1;
  const start = Math.ceil(first / step) * step;
  return Array.from(
    { length: Math.max(0, Math.floor((last - start) / step) + 1) },
    (_, k) => start + k * step,
  );
}

/** Whether an axis counts: of layers, networks, components. */
function isCount({ format }: Axis, values: readonly number[]): boolean {
  const known = values.filter(Number.isFinite);
  return format !== "percent" && known.length > 1 && known.every(Number.isInteger);
}

/** The ticks of an x axis, and the pixels that they take below it. */
export interface TicksBelow {
  readonly options: ScaleOptions;
  readonly room: number;
}

/** Names where the axis has them, upright if they need it; whole numbers where it counts; else what the scale says. */
export function ticksBelow(
  axis: Axis,
  values: readonly number[],
  domain: readonly [number, number],
  inner: number,
): TicksBelow {
  const { ticks: named } = axis;
  if (!named) {
    const ticks = isCount(axis, values)
      ? wholeTicks(domain, Math.max(2, inner / 60))
      : Math.max(2, inner / 80);
    const tickFormat = isCount(axis, values) ? { tickFormat: (at: number) => String(at) } : {};
    return { options: { ticks, ...tickFormat, labelOffset: 34 } as ScaleOptions, room: 40 };
  }
  const step = (inner / (domain[1] - domain[0] || 1)) * (named.length > 1 ? named[1]!.at - named[0]!.at : 1);
  const level = named.every(({ label }) => widthOf(label) < step - 6);
  const upright = fitNames(
    named.map(({ label }) => label),
    120,
  );
  const every = level ? 1 : thinning(step);
  const texts = new Map(named.map(({ at, label }, k) => [at, level ? label : upright.shown[k]!]));
  const room = level ? 40 : upright.room + 26;
  return {
    options: {
      ticks: named.filter((_, k) => k % every === 0).map(({ at }) => at),
      tickFormat: (at: number) => texts.get(at) ?? "",
      tickRotate: level ? 0 : -90,
      labelOffset: room - 6,
    } as ScaleOptions,
    room,
  };
}
