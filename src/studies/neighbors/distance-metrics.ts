import { OptionError } from "../../base/errors.ts";
import { metricOf, metrics, resolveSpec, type ResolvedSpec } from "../../metrics/registry.ts";

/** @throws {OptionError} for a metric that is no distance under its options; it lists those that are. */
export function assertDistance({ metric: name, options }: ResolvedSpec): void {
  const { kind, symmetric } = metricOf({ metric: name, options }).properties(options);
  if (kind === "distance" && symmetric) return;
  const what = kind === "distance" ? "an asymmetric measure" : `a ${kind}`;
  throw new OptionError(
    `${name} is ${what} under these options: it need not obey the triangle inequality, so nothing can be left out. ` +
      `Distances: ${distanceSpecs().join("; ")}. To compare with all, use cross.`,
  );
}

/** Every metric that is a distance, with the options that make it one. */
function distanceSpecs(): string[] {
  return Object.entries(metrics).flatMap(([name, metric]) => {
    const sets = metric.testedWith as readonly Record<string, unknown>[];
    const isDistance = (chosen: object) => {
      const spec = resolveSpec({ metric: name, ...chosen });
      return metricOf(spec).properties(spec.options).kind === "distance";
    };
    if (isDistance({})) return [name];
    const grounds = sets.filter((set) => Object.keys(set).length === 1 && isDistance(set));
    return grounds.slice(0, 1).map(
      (set) =>
        `${name} with ${Object.entries(set)
          .map((pair) => pair.join(" "))
          .join(", ")}`,
    );
  });
}
