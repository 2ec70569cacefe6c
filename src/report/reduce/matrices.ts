import type { GalleryFigure, HeatMapsFigure, Numbers, Order, Panel } from "../figures.ts";

/** Matrices whose cells are means of blocks of the cells that were given. */
export function reducedHeatMaps(figure: HeatMapsFigure, share: number) {
  const [order] = figure.orders ?? [];
  const panels = figure.panels.map((panel) => (order ? inOrder(panel, order) : panel));
  const blocks = panels.map((panel) => blockOf(panel.rowNames.length, panel.colNames.length, share));
  const { orders: _, table: __, ...rest } = figure;
  const sizes = new Set(blocks.map(({ rows, cols }) => `${rows} × ${cols}`));
  const names = figure.table ? " There is no table of them." : "";
  return {
    figure: { ...rest, panels: panels.map((panel, k) => blockMeans(panel, blocks[k]!)) },
    said: `a cell is the mean of a block of ${[...sizes].join(" or ")} values; the files of the result hold all.${names}`,
  };
}

/** Fewer panels at first, then coarser ones. */
export function reducedGallery(figure: GalleryFigure, share: number) {
  const count = Math.max(
    1,
    Math.min(figure.panels.length, Math.floor(figure.panels.length * Math.sqrt(share))),
  );
  const step = figure.panels.length / count;
  const kept = Array.from({ length: count }, (_, k) => figure.panels[Math.floor(k * step)]!);
  const n = figure.names.length;
  const block = blockOf(n, n, (share * figure.panels.length) / count);
  const coarse = kept.map(({ title, values }) => ({
    title,
    ...blockMeans({ rowNames: figure.names, colNames: figure.names, values }, block),
  }));
  return {
    figure: {
      ...figure,
      names: coarse[0]!.rowNames,
      panels: coarse.map(({ title, values }) => ({ title, values })),
    },
    said: `${count} of ${figure.panels.length} matrices, a cell being the mean of a block of ${block.rows} × ${block.cols} values.`,
  };
}

interface Block {
  readonly rows: number;
  readonly cols: number;
}

/** The sides of blocks that leave this share of the cells; the longer side of the matrix is cut first. */
function blockOf(rows: number, cols: number, share: number): Block {
  let block = { rows: 1, cols: 1 };
  while (block.rows < rows || block.cols < cols) {
    const left = [Math.ceil(rows / block.rows), Math.ceil(cols / block.cols)] as const;
    if (left[0] * left[1] <= rows * cols * share) break;
    block = left[0] > left[1] ? { ...block, rows: block.rows + 1 } : { ...block, cols: block.cols + 1 };
  }
  // A square stays one, so that its two sides keep the same names.
  const side = Math.max(block.rows, block.cols);
  return rows === cols ? { rows: side, cols: side } : block;
}

function blockMeans(panel: Panel, { rows, cols }: Block): Panel {
  const [m, n] = [panel.rowNames.length, panel.colNames.length];
  const [down, across] = [Math.ceil(m / rows), Math.ceil(n / cols)];
  const values = Array.from({ length: down * across }, (_, k) => {
    const [i, j] = [Math.floor(k / across) * rows, (k % across) * cols];
    return meanOf(panel.values, n, [i, Math.min(i + rows, m)], [j, Math.min(j + cols, n)]);
  });
  const names = { rowNames: spans(panel.rowNames, rows), colNames: spans(panel.colNames, cols) };
  return { ...panel, ...names, values };
}

/** Mean of the values that there are; null if there is none. */
function meanOf(
  values: Numbers,
  width: number,
  [top, bottom]: [number, number],
  [left, right]: [number, number],
): number | null {
  let [sum, count] = [0, 0];
  for (let i = top; i < bottom; i++) {
    for (let j = left; j < right; j++) {
      const value = values[i * width + j];
      if (value === null || !Number.isFinite(value)) continue;
      sum += value!;
      count++;
    }
  }
  return count === 0 ? null : Number((sum / count).toPrecision(4));
}

/** `unit 1 … unit 4`: the names of what a block holds. */
function spans(names: readonly string[], size: number): string[] {
  return Array.from({ length: Math.ceil(names.length / size) }, (_, k) => {
    const [first, last] = [names[k * size]!, names[Math.min((k + 1) * size, names.length) - 1]!];
    return first === last ? first : `${first} … ${last}`;
  });
}

function inOrder(panel: Panel, { rows, cols }: Order): Panel {
  const n = panel.colNames.length;
  return {
    ...panel,
    rowNames: rows.map((i) => panel.rowNames[i]!),
    colNames: cols.map((j) => panel.colNames[j]!),
    values: rows.flatMap((i) => cols.map((j) => panel.values[i * n + j]!)),
  };
}
