import type { Delivery } from "../../cli/deliver.ts";
import { formatColumns } from "../../cli/numbers.ts";
import { onMap } from "../../cli/maps.ts";
import { asWritable } from "../../cli/output.ts";
import type { pageOf } from "../../cli/pictures/networks.ts";
import type { VoxelSpace } from "../../data/voxel-space.ts";
import type { Written } from "../../data/written.ts";
import { reportSections } from "../../report/page.ts";
import { numbersOf, predictivitySection, type NamedPredictivity } from "./section.ts";
import { documentOf, mapsOf, spaceTable, voxelTable } from "./tables.ts";

/** What `repgeom predictivity` prints, writes and says. @param space - where the voxels of all targets are, for maps */
export function deliveryOf(
  found: readonly NamedPredictivity[],
  failures: readonly string[],
  space: VoxelSpace | undefined,
  page: ReturnType<typeof pageOf>,
): Delivery {
  const [first] = found;
  const isOfSeveral = first!.target !== undefined;
  const { options, spaces } = first!.predictivity;
  const models = new Set(found.map(({ name }) => name)).size;
  const targets = new Set(found.map(({ target }) => target)).size;
  const write = (table: Written) => onMap(asWritable(table, {}), space, 0, () => mapsOf(table, targets));
  return {
    result: { ...write(voxelTable(found, "values")), document: documentOf(found) },
    numbers: formatColumns(
      ["model", ...(isOfSeveral ? ["target"] : []), ...numberColumns],
      found.map(({ name, target, predictivity }) => [
        name,
        ...(isOfSeveral ? [target!] : []),
        ...numbersOf(predictivity),
      ]),
    ),
    beside: [
      { word: "raw", result: write(voxelTable(found, "raw")) },
      { word: "reliability", result: write(voxelTable(found, "responseReliability")) },
      ...(spaces
        ? (["parts", "weights"] as const).map((word) => ({ word, result: write(spaceTable(found, word)) }))
        : []),
    ],
    summary: `predictivity of ${models} ${models === 1 ? "model" : "models"}, ${options.method}`,
    warnings: [
      ...failures,
      ...found.flatMap(({ name, target, predictivity }) =>
        predictivity.warnings.map((text) => `${[name, target].filter(Boolean).join(", ")}: ${text}`),
      ),
    ],
    report: () => reportSections([predictivitySection(found)], page),
  };
}

const numberColumns = ["median", "lower", "upper", "uncorrected", "reliability", "voxels", "left out"];
