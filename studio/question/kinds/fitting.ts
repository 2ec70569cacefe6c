/** Which metrics and questions the data allow, and why not the others. */
import type { MetricDescription, MetricName } from "repgeom";
import { asleepReason, metrics } from "../../own/metrics.ts";
import type { AnySchemas } from "repgeom/options";
import type { Item } from "../../session/types.ts";

/** Why nothing can be computed of these items; undefined where their responses are there. */
export function absent(items: readonly Item[]): string | undefined {
  const [first, ...more] = items.filter(({ present }) => !present);
  if (!first) return undefined;
  return `The responses of ${first.name}${more.length > 0 ? ` and ${more.length} more` : ""} are not here: add the files again.`;
}

/** Why these items cannot be compared with one another; undefined where they can. */
export function comparable(items: readonly Item[]): string | undefined {
  const missing = absent(items);
  if (missing !== undefined) return missing;
  const [first] = items;
  const other = items.find(({ shape }) => shape[0] !== first?.shape[0]);
  if (other)
    return `All need the same stimuli: ${first!.name} has ${first!.shape[0]}, ${other.name} has ${other.shape[0]}.`;
  const unlike = items.find(({ kind }) => kind !== first?.kind);
  if (unlike)
    return `All need to be of one kind: ${first!.name} is ${first!.axes}, ${unlike.name} is ${unlike.axes}.`;
  return undefined;
}

/** Pairs of so many. */
export function pairsOf({ length }: readonly unknown[]): number {
  return (length * (length - 1)) / 2;
}

/** Kinds of input in words. */
const kinds: Readonly<Record<string, string>> = {
  matrix: "stimuli × units",
  images: "images (stimuli × height × width × channels)",
  repeats: "repeats (stimuli × repeats × units)",
  gaussians: "means with covariances",
  trajectories: "trajectories (stimuli × repeats × time × units)",
};

/** Why a metric is not for these items; undefined where it is. */
export function unfit(name: MetricName, items: readonly Item[]): string | undefined {
  const waits = asleepReason(name);
  if (waits !== undefined) return waits;
  const metric = metrics[name];
  const accepts = [metric.accepts].flat() as readonly string[];
  const other = items.find(({ kind }) => !accepts.includes(kind));
  if (other)
    return `It is for ${accepts.map((kind) => kinds[kind]).join(" or ")}; ${other.name} is ${other.axes}.`;
  const shared = (metric as MetricDescription).sharedAxes?.(usualOf(metric.options as AnySchemas)) ?? [];
  return shared.includes("units") ? otherUnits(items) : undefined;
}

function usualOf(schemas: AnySchemas): object {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schema.default]));
}

function otherUnits(items: readonly Item[]): string | undefined {
  const [first] = items;
  const other = items.find(({ shape }) => shape.at(-1) !== first?.shape.at(-1));
  return (
    other &&
    `It compares unit by unit: ${first!.name} has ${first!.shape.at(-1)} units, ${other.name} has ${other.shape.at(-1)}.`
  );
}
