/** Values of an answer as distances. */
import { toDistances, type Comparisons, type Distances } from "repgeom";
import { knowMetrics, metrics } from "../own/metrics.ts";
import type { Square } from "./protocol.ts";

/**
 * As distances, converted as the metric declares under its options.
 * @throws {OptionError} for similarities that have no conversion.
 * @throws {NumericalError} for a value that is NaN or infinite.
 */
export async function distancesOf({ spec, names, values }: Square): Promise<Distances> {
  await knowMetrics([spec]);
  const { metric, ...given } = spec;
  const { options, properties } = metrics[metric];
  const defaults = Object.entries(options).map(([name, schema]) => [
    name,
    (schema as { default?: unknown }).default,
  ]);
  const { kind, toDistance } = properties({ ...Object.fromEntries(defaults), ...given } as never);
  const facts = { metric, kind, rowNames: names, colNames: names, values, ...(toDistance && { toDistance }) };
  return toDistances(facts as Comparisons);
}
