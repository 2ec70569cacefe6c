import type { Delivery } from "../../cli/deliver.ts";
import { formatColumns } from "../../cli/numbers.ts";
import { asWritable } from "../../cli/output.ts";
import { type PageOptions, reportSections } from "../../report/page.ts";
import type { Estimate } from "../../base/statistics.ts";
import type { LayerStudy } from "./result.ts";
import { layersSection } from "./section.ts";
import { bestTable, differenceTable } from "./tables.ts";

/** What `repgeom layers` prints, writes and says. */
export function deliveryOf(study: LayerStudy, page: PageOptions): Delivery {
  const { profiles, regions, differences, options, warnings } = study;
  const networks = profiles.map(({ network }) => network);
  const beside = [{ word: "best", result: asWritable(bestTable(study), {}) }];
  if (differences.length > 0)
    beside.push({ word: "differences", result: asWritable(differenceTable(study), {}) });
  return {
    result: asWritable(study, {}),
    numbers: formatColumns(["network", "layer", "region", "value", "lower", "upper"], rowsOf(study)),
    beside,
    summary: `${networks.join(", ")} against ${regions.join(", ")}, ${options.comparator}`,
    warnings,
    findings: [...bestOf(study), ...differencesOf(study)],
    report: () => reportSections([layersSection(study)], page),
  };
}

/** Networks and regions. */
export function titleOfStudy({ profiles, regions }: LayerStudy): string {
  return `${profiles.map(({ network }) => network).join(", ")} and ${regions.join(", ")}`;
}

function* rowsOf({ profiles, regions }: LayerStudy): Generator<(string | number)[]> {
  for (const { network, layers, values, lower, upper } of profiles)
    for (const [l, layer] of layers.entries())
      for (const [r, region] of regions.entries()) {
        const k = l * regions.length + r;
        yield [network, layer, region, values.data[k]!, lower.data[k]!, upper.data[k]!];
      }
}

const three = (value: number) => String(Number(value.toPrecision(3)));
const range = ({ value, lower, upper }: Estimate) => `${three(value)} (${three(lower)} … ${three(upper)})`;

function bestOf({ profiles, regions }: LayerStudy): string[] {
  return profiles.flatMap(({ network, best, slopes }) =>
    regions.map(
      (region, r) =>
        `${network}, ${region}: best ${best[r]!.name}, relative depth ${range(best[r]!.depth)}, slope ${range(slopes[r]!)}`,
    ),
  );
}

function differencesOf({ differences, regions }: LayerStudy): string[] {
  return differences.flatMap(({ networks: [a, b], bestDepth, bestValue }) =>
    regions.map(
      (region, r) =>
        `${a} minus ${b}, ${region}: best depth ${range(bestDepth[r]!)}, best value ${range(bestValue[r]!)}`,
    ),
  );
}
