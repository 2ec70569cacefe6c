import type { GalleryFigure, HeatMapsFigure, Numbers } from "../../figures.ts";
import { finestOf } from "../../means.ts";
import { selectionOf } from "../link.ts";
import { declared } from "../parts/linked.ts";
import { ofColumns, type Values } from "./columns.ts";

interface Matrix {
  readonly title?: string;
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  readonly values: Numbers;
}

/** Of means those of the finest level; a block of networks is none of them. */
export function ofHeatMaps(figure: HeatMapsFigure): Values {
  const hasMeans = figure.panels.some(({ means }) => means);
  return ofMatrices(figure.panels.map(finestOf), hasMeans ? {} : figure);
}

/** Its networks are the matrices, its stimuli the rows. */
export function ofGallery({ panels, names, stimuli }: GalleryFigure): Values {
  const matrices = panels.map((panel) => ({ ...panel, rowNames: names, colNames: names }));
  return ofMatrices(matrices, stimuli === undefined ? {} : { stimuli });
}

/** The rows of all matrices; where these have different columns, a row for each value. */
function ofMatrices(panels: readonly Matrix[], figure: Pick<HeatMapsFigure, "networks" | "stimuli">): Values {
  const columns = panels[0]!.colNames;
  if (!panels.every(({ colNames }) => colNames.join("\n") === columns.join("\n"))) return ofCells(panels);
  const isOne = panels.length === 1;
  const places = panels.flatMap((panel) => panel.rowNames.map((_, i) => ({ panel, i })));
  return {
    columns: isOne ? ["", ...columns] : ["", "panel", ...columns],
    length: places.length,
    row(k) {
      const { panel, i } = places[k]!;
      const values = columns.map((_, j) => panel.values[i * columns.length + j] ?? null);
      return [panel.rowNames[i]!, ...(isOne ? [] : [panel.title ?? ""]), ...values];
    },
    stands(k) {
      const { panel, i } = places[k]!;
      const rows = declared(figure, panel.rowNames, "rows");
      return rows && selectionOf(rows.kind, [rows.names[i]!]);
    },
  };
}

function ofCells(panels: readonly Matrix[]): Values {
  const cells = panels.flatMap((panel) =>
    Array.from({ length: panel.values.length }, (_, at) => ({ panel, at, n: panel.colNames.length })),
  );
  return ofColumns(cells.length, [
    ["", (k) => cells[k]!.panel.rowNames[Math.floor(cells[k]!.at / cells[k]!.n)]!],
    ["panel", (k) => cells[k]!.panel.title ?? ""],
    ["column", (k) => cells[k]!.panel.colNames[cells[k]!.at % cells[k]!.n]!],
    ["value", (k) => cells[k]!.panel.values[cells[k]!.at] ?? null],
  ]);
}
