import { resolveOptions } from "../../base/options.ts";
import type {
  BarsFigure,
  Figure,
  FigureKind,
  HeatMapsFigure,
  Order,
  Panel,
  Section,
  TableFigure,
} from "../figures.ts";
import { colourCount, none, shapeCount, type ItemLook, type Property } from "./item-look.ts";
import { lookOptions, type ItemTable, type LookOptions } from "./options.ts";
import { looksOf, type Looks } from "./properties.ts";

/** The table of the networks, and the columns that are shown. */
export interface Look extends LookOptions {
  readonly table: ItemTable;
}

/**
 * The same sections with the groups of networks in their figures: colours and shapes of points, leaves,
 * bars, lines and paths, strips beside heat maps, labels, orders, and lines of tips. Figures say which of
 * their items are networks (`networks`); others stay as they are.
 *
 * @throws {OptionError} naming the option, for a column that the table does not have, or a network without a row.
 */
export function withLook(sections: readonly Section[], { table, ...asked }: Look): Section[] {
  const chosen = resolveOptions("look", lookOptions, asked);
  const figures = sections.flatMap((section) => section.figures.flat() as Figure[]);
  const looks = looksOf(table, [...new Set(figures.flatMap(networksOf))], chosen);
  const dress = (figure: Figure) => dressed(figure, looks);
  return sections.map((section) => ({
    ...section,
    figures: section.figures.map((one) => (Array.isArray(one) ? one.map(dress) : dress(one as Figure))),
  }));
}

function dressed(figure: Figure, looks: Looks): Figure {
  if (figure.networks === undefined) return figure;
  const dresser = dressers[figure.kind] as ((figure: Figure, looks: Looks) => Figure) | undefined;
  return dresser ? dresser(figure, looks) : figure;
}

/** The names of the networks in a figure, as often as they are there. */
function networksOf(figure: Figure): readonly string[] {
  const { networks } = figure;
  if (networks === undefined) return [];
  if (typeof networks !== "string") return networks;
  switch (figure.kind) {
    case "heat-maps":
      return figure.panels.flatMap((panel) => [
        ...(networks === "columns" ? [] : panel.rowNames),
        ...(networks === "rows" ? [] : panel.colNames),
      ]);
    case "map":
    case "tree":
      return figure.names;
    case "scatter":
      return figure.names ?? [];
    case "bars":
      return figure.bars.map(({ name }) => name);
    case "lines":
      return figure.series.map(({ name }) => name);
    case "trajectories":
      return figure.panels[0]?.paths.map(({ name }) => name) ?? [];
    case "table":
      return figure.rows.map(([name]) => String(name));
    default:
      return [];
  }
}

const dressers: {
  readonly [Kind in FigureKind]?: (figure: Extract<Figure, { kind: Kind }>, looks: Looks) => Figure;
} = {
  "heat-maps": withStrips,
  map: (figure, looks) => said({ ...figure, look: namedLook(figure, looks) }, true),
  scatter: (figure, looks) => said({ ...figure, look: namedLook(figure, looks) }, true),
  tree: (figure, looks) => said({ ...figure, look: looks.of(figure.names) }, true),
  lines: (figure, looks) => said({ ...figure, look: withoutShape(looks.of(networksOf(figure))) }, false),
  trajectories: (figure, looks) =>
    said({ ...figure, look: withoutShape(looks.of(networksOf(figure))) }, false),
  bars: withColours,
  table: withColumns,
};

/** Where several items are of one network, its label would not tell them apart. */
function namedLook(figure: Figure, looks: Looks): ItemLook {
  const { labels, ...look } = looks.of(networksOf(figure));
  if (typeof figure.networks !== "string") return { ...look, uncounted: true };
  return labels ? { ...look, labels } : look;
}

function withoutShape({ shape: _shape, ...look }: ItemLook): ItemLook {
  return look;
}

function withStrips(figure: HeatMapsFigure, looks: Looks): Figure {
  const { networks } = figure;
  const panels = figure.panels.map((panel) => ({
    ...panel,
    ...(networks === "columns" ? {} : { rowLook: looks.of(panel.rowNames) }),
    ...(networks === "rows" ? {} : { colLook: looks.of(panel.colNames) }),
  }));
  const order = orderOf(figure, looks);
  return said({ ...figure, panels, ...(order ? { orders: order } : {}) }, false);
}

/** The order that was asked for first, then those that were there. */
function orderOf({ panels, orders, networks }: HeatMapsFigure, looks: Looks): Order[] | undefined {
  const [first, ...others] = panels as [Panel, ...Panel[]];
  const isSame = others.every(
    ({ rowNames, colNames }) =>
      rowNames.join("\n") === first.rowNames.join("\n") && colNames.join("\n") === first.colNames.join("\n"),
  );
  const { orderedBy } = looks;
  if (!isSame || orderedBy === undefined) return undefined;
  const given = {
    name: "as given",
    rows: Array.from(first.rowNames.keys()),
    cols: Array.from(first.colNames.keys()),
  };
  const rows = networks === "columns" ? given.rows : looks.order(first.rowNames)!;
  const cols = networks === "rows" ? given.cols : looks.order(first.colNames)!;
  return [{ name: `by ${orderedBy}`, rows, cols }, ...(orders ?? [given])];
}

/** Bars that show groups of their own keep their colours and their order, unless each names its network. */
function withColours(figure: BarsFigure, looks: Looks): Figure {
  if (typeof figure.networks === "object") return withNetworks(figure, figure.networks, looks);
  const own = figure.bars.some(({ group }) => group !== undefined);
  const places = own ? undefined : looks.order(networksOf(figure));
  const bars = places ? places.map((k) => figure.bars[k]!) : figure.bars;
  const { colour, labels, tips } = looks.of(bars.map(({ name }) => name));
  const look = { ...(colour && !own && { colour }), ...(labels && { labels }), ...(tips && { tips }) };
  return said({ ...figure, bars, look }, false);
}

/** Bars of something else, each of a network: they keep names and order. */
function withNetworks(figure: BarsFigure, networks: readonly string[], looks: Looks): Figure {
  const { colour, tips } = looks.of(networks);
  const look = { ...(colour && { colour }), ...(tips && { tips }), uncounted: true };
  const bars = colour ? figure.bars.map(({ group: _group, ...bar }) => bar) : figure.bars;
  return said({ ...figure, bars, look }, false);
}

/** The columns that are shown, after the names. */
function withColumns(figure: TableFigure, looks: Looks): Figure {
  const added = looks.shown.filter((column) => !figure.columns.includes(column));
  const [first = "", ...columns] = figure.columns;
  const rows = figure.rows.map(([name = null, ...cells]) => [
    name,
    ...added.map((column) => looks.cell(String(name), column)),
    ...cells,
  ]);
  return { ...figure, columns: [first, ...added, ...columns], rows };
}

/** With a sentence where more groups are there than can be told apart. */
function said<F extends Extract<Figure, object>>(figure: F, hasShapes: boolean): F {
  const looks =
    figure.kind === "heat-maps" ? figure.panels.flatMap(({ rowLook, colLook }) => [rowLook, colLook]) : [];
  const look =
    "look" in figure ? figure.look : (looks.find((one) => one !== undefined) as ItemLook | undefined);
  const note = look ? repeated(look, hasShapes) : "";
  const caption = [figure.caption ?? "", note].filter(Boolean).join(" ");
  return { ...figure, ...(caption ? { caption } : {}) };
}

/** Which colours or shapes stand for several groups. */
function repeated({ colour, shape }: ItemLook, hasShapes: boolean): string {
  const sentences = [];
  const [colours, shapes] = [countOf(colour), countOf(shape)];
  if (colours > colourCount) {
    const told =
      hasShapes && !shape
        ? " and the shape tells those of one colour apart"
        : ": point at an item to see which";
    sentences.push(
      `${colour!.column} has ${colours} groups for ${colourCount} colours, so colours repeat${told}.`,
    );
  }
  if (shapes > shapeCount)
    sentences.push(`${shape!.column} has ${shapes} groups for ${shapeCount} shapes, so shapes repeat.`);
  return sentences.join(" ");
}

function countOf(property: Property | undefined): number {
  return (property?.groups ?? []).filter((group) => group !== none).length;
}
