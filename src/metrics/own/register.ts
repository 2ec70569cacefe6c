import { OptionError } from "../../base/errors.ts";
import { shown } from "../../base/options.ts";
import { isMetric } from "../metric.ts";
import { knowByName } from "../resolve.ts";
import type { AnyOwnMetric } from "./known.ts";

/**
 * From now on the name of a metric of your own stands for it on this thread, in place of one that had the name before:
 * `{ metric: "mine", k: 5 }`. For programs that take names, as forms do.
 * @throws {OptionError} for anything else than a metric of `defineMetric` or `loadMetric`.
 */
export function registerMetric(metric: AnyOwnMetric): void {
  const given: unknown = metric;
  if (!isMetric(given) || !given.own)
    throw new OptionError(
      `registerMetric: got ${shown(given)}; expected a metric of defineMetric or loadMetric.`,
    );
  knowByName(given);
}
