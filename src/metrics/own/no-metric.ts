/** The errors for what is no metric. They are loaded when one is thrown: no call that works needs their texts. */
import { OptionError } from "../../base/errors.ts";
import { shown } from "../../base/options.ts";
import { questionOf } from "../../base/suggest.ts";
import { registry } from "../registry.ts";

/** @param spec - what was given as a whole @param given - its metric */
export function noMetric(spec: unknown, given: unknown): OptionError {
  if (typeof spec !== "object" || spec === null)
    return new OptionError(
      `Expected a metric as { metric: "cka" } with its options beside; got ${JSON.stringify(spec) ?? "nothing"}.`,
    );
  if (given === undefined && "compare" in spec) return noMetric({}, spec);
  const names = Object.keys(registry);
  if (typeof given === "string") {
    const asked = questionOf(given.replace(/^.*\//, ""), names);
    return new OptionError(
      `There is no metric ${JSON.stringify(given)}.${asked} There are ${names.join(", ")}.${fileAdvice(given)}`,
      "metric",
    );
  }
  return new OptionError(
    `metric is ${foundInstead(given)}; expected a name (${names.join(", ")}), or a metric as it is exported: import { cka } from "repgeom/metrics/cka".`,
    "metric",
  );
}

/** A path is no metric here: code of a file is run only where somebody says so. */
function fileAdvice(given: string): string {
  return /\.[cm]?[jt]s$/.test(given)
    ? ` A file of your own is loaded by loadMetric: { metric: await loadMetric(address) }.`
    : "";
}

/** What a caller gave in place of a metric, with why it is none where that is not plain. */
function foundInstead(given: unknown): string {
  if (typeof given !== "object" || given === null) return shown(given);
  if (Object.prototype.toString.call(given) === "[object Module]")
    return "a module, whose export is the metric";
  if ("compare" in given && !("form" in given))
    return "a definition, which defineMetric(…) makes a metric of";
  return `${shown(given)} that is no metric of this version of repgeom (changed copies of one are not taken: threads find a metric by its name; defineMetric makes a metric of your own)`;
}
