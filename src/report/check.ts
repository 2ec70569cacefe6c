import { square } from "../base/math/powers.ts";
import { ShapeError } from "../base/errors.ts";
import { quoted } from "../base/text.ts";
import type {
  Block,
  Figure,
  FigureKind,
  HistogramFigure,
  Numbers,
  PackedNumbers,
  Panel,
  Section,
} from "./figures.ts";
import type { ItemLook, Property } from "./look/item-look.ts";

/** What is wrong with a figure: where, expected and got. Undefined if nothing is. */
type Problem = string | undefined;
type Checks = { [Kind in FigureKind]: (figure: Extract<Figure, { kind: Kind }>) => Problem };

/**
 * Refuses figures that cannot be drawn, so that the error does not first appear in a reader's browser.
 *
 * @throws {ShapeError} naming the section, the figure and the two sizes that do not match.
 */
export function checkSections(sections: readonly Section[]): void {
  for (const { heading, figures } of sections) {
    for (const figure of figures.flat() as Figure[]) {
      const problem = problemOf(figure);
      if (problem) throw new ShapeError(`Report, ${heading}, ${figure.title} (${figure.kind}): ${problem}.`);
    }
  }
}

/**
 * Refuses one figure that cannot be drawn, whatever it is.
 *
 * @throws {ShapeError} naming the figure and what does not match, or the field that cannot be read
 */
export function checkFigure(figure: Figure): void {
  const { title = "", kind = undefined } = (figure ?? {}) as Partial<Figure>;
  let problem: Problem;
  try {
    problem = typeof title === "string" ? problemOf(figure) : `title: expected a text, got ${typeof title}`;
  } catch (error) {
    problem = `a field is missing or of another type than that kind of figure has (${(error as Error).message})`;
  }
  if (problem) throw new ShapeError(`The figure ${quoted(title)} (${String(kind)}): ${problem}.`);
}

function problemOf(figure: Figure): Problem {
  const check = checks[figure.kind] as ((figure: Figure) => Problem) | undefined;
  if (!check) return `unknown kind; expected one of ${Object.keys(checks).join(", ")}`;
  return check(figure) ?? declarationProblem(figure);
}

/** A name, or a pair of names, for each item. */
function declarationProblem(figure: Figure): Problem {
  const items = itemsIn(figure);
  const { networks, stimuli, pairs } = figure;
  if (items === undefined) return undefined;
  return first([
    typeof networks === "object" ? count("networks", networks.length, items) : undefined,
    typeof stimuli === "object" ? count("stimuli", stimuli.length, items) : undefined,
    pairs && count("pairs", pairs.length, items),
  ]);
}

/** How many items a figure has; undefined where they have two sides. */
function itemsIn(figure: Figure): number | undefined {
  switch (figure.kind) {
    case "map":
    case "tree":
      return figure.names.length;
    case "scatter":
      return figure.points.x.length;
    case "bars":
      return figure.bars.length;
    case "lines":
      return figure.series.length;
    case "histogram":
      return valuesIn(figure);
    case "table":
      return figure.rows.length;
    default:
      return undefined;
  }
}

function valuesIn({ values, series }: HistogramFigure): number {
  return series?.length ? series.reduce((sum, one) => sum + one.values.length, 0) : values.length;
}

const checks: Checks = {
  "heat-maps": ({ panels, orders = [], blocks }) =>
    first([
      atLeastOne("panels", panels.length),
      ...panels.map(panelProblem),
      orders.length > 0 && panels.some(({ means }) => means)
        ? "orders: expected none beside means, which are of neighbours in one order"
        : undefined,
      ...panels.flatMap(({ rowNames, colNames, rowLook, colLook }) => [
        blocksProblem(blocks, rowNames.length),
        blocksProblem(blocks, colNames.length),
        lookProblem(rowLook, rowNames.length),
        lookProblem(colLook, colNames.length),
      ]),
      ...panels.flatMap(({ rowNames, colNames }) =>
        orders.flatMap(({ name, rows, cols }) => [
          permutation(`rows of the order "${name}"`, rows, rowNames.length),
          permutation(`columns of the order "${name}"`, cols, colNames.length),
        ]),
      ),
    ]),
  gallery: ({ panels, names, blocks }) =>
    first([
      atLeastOne("panels", panels.length),
      atLeastOne("names", names.length),
      texts("names", names),
      blocksProblem(blocks, names.length),
      ...panels.map(({ title, values }) => count(`values of ${title}`, values.length, square(names.length))),
    ]),
  map: ({ names, points, groups, tips, look, neighbors }) =>
    first([
      neighbors && count("neighbors", neighbors.length, points.length),
      atLeastOne("points", points.length),
      texts("names", names),
      count("names", names.length, points.length),
      groups && count("groups", groups.length, points.length),
      tips && count("tips", tips.length, points.length),
      dimensions(points, 1),
      lookProblem(look, points.length),
    ]),
  tree: ({ names, order, merges, labels, look }) =>
    first([
      texts("names", names),
      permutation("order", order, names.length),
      count("merges", merges.length, names.length - 1),
      labels && count("labels", labels.length, names.length),
      lookProblem(look, names.length),
    ]),
  lines: ({ series, look }) =>
    first([
      atLeastOne("series", series.length),
      texts(
        "names of series",
        series.map(({ name }) => name),
      ),
      lookProblem(look, series.length),
      ...series.flatMap(({ name, x, y, low, high }) => [
        count(`y of ${name}`, y.length, x.length),
        low && count(`low of ${name}`, low.length, x.length),
        high && count(`high of ${name}`, high.length, x.length),
      ]),
    ]),
  bars: ({ bars, look }) =>
    first([
      atLeastOne("bars", bars.length),
      texts(
        "names of bars",
        bars.map(({ name }) => name),
      ),
      lookProblem(look, bars.length),
    ]),
  scatter: ({ points: { x, y }, names, groups, look }) =>
    first([
      count("y", y.length, x.length),
      names && texts("names", names),
      names && count("names", names.length, x.length),
      groups && count("groups", groups.length, x.length),
      lookProblem(look, x.length),
    ]),
  histogram: (figure) => atLeastOne("values", valuesIn(figure)),
  table: ({ columns, rows }) => first(rows.map((row, i) => count(`row ${i}`, row.length, columns.length))),
  trajectories: ({ panels, times, look }) =>
    first([
      atLeastOne("panels", panels.length),
      ...panels.map(({ paths }) => lookProblem(look, paths.length)),
      ...panels.flatMap(({ paths }) =>
        paths.flatMap(({ name, points }) => [
          dimensions(points, 2),
          times && count(`points of ${name}`, points.length, times.length),
        ]),
      ),
    ]),
};

function first(problems: readonly Problem[]): Problem {
  return problems.find((problem) => problem !== undefined);
}

function count(what: string, got: number, expected: number): Problem {
  return got === expected ? undefined : `${what}: expected ${expected}, got ${got}`;
}

/** Numbers in place of names would be taken apart as texts are. */
function texts(what: string, given: readonly string[]): Problem {
  const wrong = given.findIndex((one) => typeof one !== "string");
  return wrong < 0 ? undefined : `${what}: expected texts, got ${typeof given[wrong]} at place ${wrong}`;
}

/** Each of so many things once, by index. */
function permutation(what: string, given: ArrayLike<number>, size: number): Problem {
  const places = new Set(Array.from(given).filter((at) => Number.isInteger(at) && at >= 0 && at < size));
  return (
    count(what, given.length, size) ??
    (places.size === size ? undefined : `${what}: expected each place from 0 to ${size - 1} once`)
  );
}

function atLeastOne(what: string, got: number): Problem {
  return got > 0 ? undefined : `${what}: expected one or more, got none`;
}

function panelProblem(panel: Panel): Problem {
  const { title = "values", rowNames, colNames, values, means, rowImages, colImages } = panel;
  return first([
    atLeastOne(`rows of ${title}`, rowNames.length),
    atLeastOne(`columns of ${title}`, colNames.length),
    texts(`names of the rows of ${title}`, rowNames),
    texts(`names of the columns of ${title}`, colNames),
    count(title, values.length, means ? 0 : rowNames.length * colNames.length),
    means && meansProblem(panel),
    rowImages && count(`pictures of the rows of ${title}`, rowImages.length, rowNames.length),
    colImages && count(`pictures of the columns of ${title}`, colImages.length, colNames.length),
  ]);
}

/** Of the numbers in a base64 text. */
function unpackedLength({ text }: PackedNumbers): number {
  const bytes = (text.length / 4) * 3 - (/=*$/.exec(text)?.[0].length ?? 0);
  return bytes / 2;
}

/** Levels of whole blocks, each with a mean for every block. */
function meansProblem({ title = "values", rowNames, colNames, means = [] }: Panel): Problem {
  return first([
    atLeastOne(`levels of means of ${title}`, means.length),
    ...means.map(({ rows, cols, values }) =>
      Number.isInteger(rows) && Number.isInteger(cols) && rows > 0 && cols > 0
        ? count(
            `means of ${title} over ${rows} × ${cols}`,
            "text" in values ? unpackedLength(values) : values.length,
            Math.ceil(rowNames.length / rows) * Math.ceil(colNames.length / cols),
          )
        : `blocks of ${title}: expected whole numbers of rows and columns from 1, got ${rows} × ${cols}`,
    ),
  ]);
}

function blocksProblem(blocks: readonly Block[] | undefined, rows: number): Problem {
  if (!blocks) return undefined;
  const empty = blocks.find(({ size }) => !(Number.isInteger(size) && size > 0));
  if (empty) return `rows of block ${empty.name}: expected one or more, got ${empty.size}`;
  const all = blocks.reduce((sum, { size }) => sum + size, 0);
  return count("rows in blocks", all, rows);
}

/** A value for each item, and each of them a group that is there. */
function lookProblem(look: ItemLook | undefined, items: number): Problem {
  if (!look) return undefined;
  const { colour, shape, labels, tips } = look;
  return first([
    colour && propertyProblem("colours", colour, items),
    shape && propertyProblem("shapes", shape, items),
    labels && count("labels of the look", labels.length, items),
    tips && count("tips of the look", tips.length, items),
  ]);
}

function propertyProblem(what: string, { values, groups }: Property, items: number): Problem {
  const wrong = groups && Array.from(values).find((value) => groups[value ?? -1] === undefined);
  return first([
    count(`${what} of the look`, values.length, items),
    wrong === undefined
      ? undefined
      : `${what} of the look: expected places of ${groups!.length} groups, from 0, got ${wrong}`,
  ]);
}

/** Checks that all points have the same number of coordinates, and at least `least`. */
function dimensions(points: readonly Numbers[], least: number): Problem {
  const [size = least] = points.map(({ length }) => length);
  if (size < least) return `coordinates: expected ${least} or more, got ${size}`;
  const other = points.findIndex(({ length }) => length !== size);
  return other < 0
    ? undefined
    : `coordinates of point ${other}: expected ${size}, got ${points[other]!.length}`;
}
