/** Which metrics and questions the data allow, and why not the others. */
import { metrics, type MetricName } from "repgeom";
import type { Item } from "../../session/types.ts";

/** Why these items cannot be compared with one another; undefined where they can. */
export function comparable(items: readonly Item[]): string | undefined {
  const [first] = items;
  const other = items.find(({ shape }) => shape[0] !== first?.shape[0]);
  if (other)
    return `All need the same stimuli: ${first!.name} has ${first!.shape[0]}, ${other.name} has ${other.shape[0]}.`;
  const unlike = items.find(({ kind }) => kind !== first?.kind);
  if (unlike)
    return `All need to be of one kind: ${first!.name} is ${first!.axes}, ${unlike.name} is ${unlike.axes}.`;
  return undefined;
}

/** Why a metric is not for these items; undefined where it is. */
export function unfit(name: MetricName, items: readonly Item[]): string | undefined {
  const accepts = [metrics[name].accepts].flat() as readonly string[];
  const other = items.find(({ kind }) => !accepts.includes(kind));
  return other && `It is for ${accepts.join(" or ")}; ${other.name} is ${other.axes}.`;
}
