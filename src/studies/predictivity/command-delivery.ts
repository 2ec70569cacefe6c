import type { Delivery } from "../../cli/deliver.ts";
import { formatColumns } from "../../cli/numbers.ts";
import { asWritable, type Writable } from "../../cli/output.ts";
import { reportSections } from "../../report/page.ts";
import { numbersOf, predictivitySection, type NamedPredictivity } from "./section.ts";
import { documentOf, spaceTable, voxelTable } from "./tables.ts";

/** What `repgeom predictivity` prints, writes and says. */
export function deliveryOf(
  found: readonly NamedPredictivity[],
  failures: readonly string[],
  title: string,
): Delivery {
  const [first] = found;
  const isOfSeveral = first!.target !== undefined;
  const { options, spaces } = first!.predictivity;
  const models = new Set(found.map(({ name }) => name)).size;
  return {
    result: { ...asWritable(voxelTable(found, "values"), {}), document: documentOf(found) },
    numbers: formatColumns(
      ["model", ...(isOfSeveral ? ["target"] : []), ...numberColumns],
      found.map(({ name, target, predictivity }) => [
        name,
        ...(isOfSeveral ? [target!] : []),
        ...numbersOf(predictivity),
      ]),
    ),
    beside: [
      besideOf(found, "raw", "raw"),
      besideOf(found, "reliability", "responseReliability"),
      ...(spaces ? (["parts", "weights"] as const).map((word) => spacesOf(found, word)) : []),
    ],
    summary: `predictivity of ${models} ${models === 1 ? "model" : "models"}, ${options.method}`,
    warnings: [
      ...failures,
      ...found.flatMap(({ name, target, predictivity }) =>
        predictivity.warnings.map((text) => `${[name, target].filter(Boolean).join(", ")}: ${text}`),
      ),
    ],
    report: () => reportSections([predictivitySection(found)], { title }),
  };
}

const numberColumns = ["median", "lower", "upper", "uncorrected", "reliability", "voxels", "left out"];

function besideOf(
  found: readonly NamedPredictivity[],
  word: string,
  column: "raw" | "responseReliability",
): { word: string; result: Writable } {
  return { word, result: asWritable(voxelTable(found, column), {}) };
}

function spacesOf(found: readonly NamedPredictivity[], word: "parts" | "weights") {
  return { word, result: asWritable(spaceTable(found, word), {}) };
}
