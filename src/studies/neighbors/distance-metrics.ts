import { OptionError } from "../../base/errors.ts";
import { metricOf, resolveSpec, type ResolvedSpec } from "../../metrics/resolve.ts";

/** @throws {OptionError} for a metric that is no distance under its options; it lists those that are. */
export async function assertDistance(spec: ResolvedSpec): Promise<void> {
  const { metric: name, options } = spec;
  const { kind, symmetric } = metricOf(spec).properties(options);
  if (kind === "distance" && symmetric) return;
  const what = kind === "distance" ? "an asymmetric measure" : `a ${kind}`;
  throw new OptionError(
    `${name} is ${what} under these options: it need not obey the triangle inequality, so nothing can be left out. ` +
      `Distances: ${(await distanceSpecs()).join("; ")}. To compare with all, use cross.`,
  );
}

/** Every metric that is a distance, with the options that make it one. */
async function distanceSpecs(): Promise<string[]> {
  const { metrics } = await import("../../metrics/all.ts");
  const specs: string[] = [];
  for (const [metric, { testedWith }] of Object.entries(metrics)) {
    const sets = testedWith.filter((set) => Object.keys(set).length <= 1) as readonly object[];
    for (const set of [{}, ...sets]) {
      if (!(await isDistance({ metric, ...set }))) continue;
      const options = Object.entries(set).map((pair) => pair.join(" "));
      specs.push(options.length > 0 ? `${metric} with ${options.join(", ")}` : metric);
      break;
    }
  }
  return specs;
}

async function isDistance(given: { readonly metric: string }): Promise<boolean> {
  const spec = await resolveSpec(given);
  return metricOf(spec).properties(spec.options).kind === "distance";
}
