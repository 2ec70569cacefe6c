import { blockSums, blockWithin, type Extent } from "../../base/math/block-means.ts";
import { spanOf } from "../span.ts";
import type { HeatMapsFigure, Order, Panel } from "../figures.ts";
import { pack } from "../packed.ts";
import { lookOfSome } from "../look/item-look.ts";

/** Cells from which on a matrix is averaged rather than thinned: 512 × 512. */
const many = 1 << 18;

/** Whether a matrix of this figure is so large that a picture shows means anyway. */
export function isAveraged({ panels, scale }: HeatMapsFigure): boolean {
  const isLarge = panels.some(({ rowNames, colNames }) => rowNames.length * colNames.length > many);
  const isPlain = panels.every(({ means, rowImages, colImages }) => !means && !rowImages && !colImages);
  return isLarge && isPlain && !scale.probability;
}

/**
 * Matrices as levels of means over blocks. The order of the start is applied first, so that blocks are of what
 * stands together, and the colours keep the range of the single values.
 */
export function averagedHeatMaps(figure: HeatMapsFigure, share: number) {
  const { panels, orders, scale, ...rest } = figure;
  const [order] = orders ?? [];
  const { domain } = spanOf(scale, panels);
  const made = panels.map((panel) => averaged(panel, share, order));
  const blocks = [...new Set(made.map(({ block: { rows, cols } }) => `${rows} × ${cols}`))].join(" or ");
  const kept = { ...rest, scale: { ...scale, domain }, panels: made.map(({ panel }) => panel) };
  const diagonal = made.some(({ isSquare }) => isSquare) ? " without the diagonal" : "";
  return {
    figure: kept,
    isShort: true,
    said: `means over ${blocks} values${diagonal}, in colours for the range of all; the files of the result hold each.`,
  };
}

function averaged(panel: Panel, share: number, order?: Order) {
  const shape: Extent = { rows: panel.rowNames.length, cols: panel.colNames.length };
  // A packed number takes a third of the room of a text of all digits.
  const block = blockWithin(shape, shape.rows * shape.cols * Math.min(1, share * 2.5));
  const isSquare = shape.rows === shape.cols && panel.rowNames.every((name, i) => name === panel.colNames[i]);
  const sums = blockSums({ shape, block, order, offDiagonal: isSquare });
  sums.add(0, panel.values);
  const { rowLook, colLook, rowNames, colNames } = panel;
  const [rows, cols] = [order?.rows, order?.cols];
  const own: Panel = {
    ...panel,
    ...(rowLook && rows ? { rowLook: lookOfSome(rowLook, rows) } : {}),
    ...(colLook && cols ? { colLook: lookOfSome(colLook, cols) } : {}),
    rowNames: rows ? rows.map((i) => rowNames[i]!) : rowNames,
    colNames: cols ? cols.map((j) => colNames[j]!) : colNames,
    values: [],
    means: sums.levels().map((level) => ({ ...level, values: pack(level.values) })),
  };
  return { panel: own, block, isSquare };
}

/** Means that were given, without their finest levels; undefined where no level is left. */
export function coarserHeatMaps(figure: HeatMapsFigure, share: number) {
  const panels = figure.panels.map((panel) => {
    const [finest] = panel.means ?? [];
    const means = panel.means?.filter(
      ({ rows, cols }) => (finest!.rows * finest!.cols) / (rows * cols) <= share,
    );
    return means ? { ...panel, means } : panel;
  });
  if (panels.some(({ means }) => means?.length === 0)) return undefined;
  const blocks = [...new Set(panels.flatMap(({ means }) => (means ? `${means[0]!.rows} × ${means[0]!.cols}` : [])))]; // prettier-ignore
  return { figure: { ...figure, panels }, isShort: true, said: `means over ${blocks.join(" or ")} values.` };
}
