import { lookOfSome } from "../look/item-look.ts";
import { averagedHeatMaps, coarserHeatMaps, isAveraged } from "./averages.ts";
import type { Block, GalleryFigure, HeatMapsFigure, Order, Panel } from "../figures.ts";

/**
 * Large matrices as means over blocks, which show all of it; others with evenly spaced rows and columns of those
 * that were given, whose cells keep their values. So do p-values, of which a mean says nothing.
 */
export function reducedHeatMaps(figure: HeatMapsFigure, share: number) {
  if (figure.panels.some(({ means }) => means)) return coarserHeatMaps(figure, share);
  return isAveraged(figure) ? averagedHeatMaps(figure, share) : thinnedHeatMaps(figure, share);
}

function thinnedHeatMaps(figure: HeatMapsFigure, share: number) {
  const [order] = figure.orders ?? [];
  const { panels } = figure;
  const steps = panels.map((panel) => stepOf(panel.rowNames.length, panel.colNames.length, share));
  const { orders: _orders, blocks, ...rest } = figure;
  const said = [...new Set(steps.map(stepText))].join(" or ");
  return {
    figure: {
      ...rest,
      ...thinnedBlocks(blocks, steps[0]!.rows),
      panels: panels.map((panel, k) => thinned(panel, steps[k]!, order)),
    },
    said: `${said}; the files of the result hold all.`,
  };
}

/** Fewer panels at first, then fewer rows and columns of each. */
export function reducedGallery(figure: GalleryFigure, share: number) {
  const all = figure.panels.length;
  const count = Math.max(1, Math.min(all, Math.floor(all * Math.sqrt(share))));
  const kept = Array.from({ length: count }, (_, k) => figure.panels[Math.floor((k * all) / count)]!);
  const { names } = figure;
  const step = stepOf(names.length, names.length, (share * all) / count);
  const coarse = kept.map((one) => thinned({ ...one, rowNames: names, colNames: names }, step));
  const panels = coarse.map(({ values }, k) => ({ title: kept[k]!.title, values }));
  return {
    figure: { ...figure, ...thinnedBlocks(figure.blocks, step.rows), names: coarse[0]!.rowNames, panels },
    said: `${count} of ${all} matrices, ${stepText(step)}.`,
  };
}

/** Every so many rows, and columns. */
interface Step {
  readonly rows: number;
  readonly cols: number;
}

/** The steps that leave this share of the cells; the longer side of the matrix is thinned first. */
function stepOf(rows: number, cols: number, share: number): Step {
  let step = { rows: 1, cols: 1 };
  while (step.rows < rows || step.cols < cols) {
    const left = [Math.ceil(rows / step.rows), Math.ceil(cols / step.cols)] as const;
    if (left[0] * left[1] <= rows * cols * share) break;
    step = left[0] > left[1] ? { ...step, rows: step.rows + 1 } : { ...step, cols: step.cols + 1 };
  }
  // A square stays one, so that its two sides keep the same names.
  const side = Math.max(step.rows, step.cols);
  return rows === cols ? { rows: side, cols: side } : step;
}

/** `every 2nd row and every 11th column`. */
function stepText({ rows, cols }: Step): string {
  const every = (step: number, word: string) =>
    step === 1 ? `every ${word}` : `every ${ordinal(step)} ${word}`;
  return `${every(rows, "row")} and ${every(cols, "column")}`;
}

function ordinal(k: number): string {
  const isTeen = k % 100 > 10 && k % 100 < 14;
  return `${k}${(isTeen ? undefined : ["th", "st", "nd", "rd"][k % 10]) ?? "th"}`;
}

/** Every so many rows and columns of those in this order. Nothing as large as the whole panel is made. */
function thinned(panel: Panel, step: Step, order?: Order): Panel {
  const n = panel.colNames.length;
  const inOrder = (list: readonly number[] | undefined, k: number) => list?.[k] ?? k;
  const rows = multiples(panel.rowNames.length, step.rows).map((k) => inOrder(order?.rows, k));
  const cols = multiples(n, step.cols).map((k) => inOrder(order?.cols, k));
  return {
    ...panel,
    ...(panel.rowLook ? { rowLook: lookOfSome(panel.rowLook, rows) } : {}),
    ...(panel.colLook ? { colLook: lookOfSome(panel.colLook, cols) } : {}),
    ...(panel.rowImages ? { rowImages: rows.map((i) => panel.rowImages![i]!) } : {}),
    ...(panel.colImages ? { colImages: cols.map((j) => panel.colImages![j]!) } : {}),
    rowNames: rows.map((i) => panel.rowNames[i]!),
    colNames: cols.map((j) => panel.colNames[j]!),
    values: rows.flatMap((i) => cols.map((j) => panel.values[i * n + j]!)),
  };
}

/** The blocks of every so many rows; one of which none is left is gone. */
function thinnedBlocks(blocks: readonly Block[] | undefined, step: number): { blocks?: readonly Block[] } {
  if (!blocks) return {};
  let begin = 0;
  const left = blocks.map(({ name, size }) => {
    const [from, to] = [Math.ceil(begin / step), Math.ceil((begin + size) / step)];
    begin += size;
    return { name, size: to - from };
  });
  return { blocks: left.filter(({ size }) => size > 0) };
}

function multiples(count: number, step: number): number[] {
  return Array.from({ length: Math.ceil(count / step) }, (_, k) => k * step);
}
