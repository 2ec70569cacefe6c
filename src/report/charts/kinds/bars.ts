import type { Bar, BarsFigure } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import type { Link } from "../link.ts";
import { frame } from "../parts/frame.ts";
import { linked, standing, type Item } from "../parts/linked.ts";
import { drawnLook, type DrawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { widthOf } from "../names/point-labels.ts";
import { nothing } from "../link.ts";
import { drawingBox } from "../redraw.ts";
import { rows } from "./bar-rows.ts";
import type { Placed } from "./placed-bars.ts";
import { upright, uprightStep } from "./bar-upright.ts";

/**
 * One value for each item. A few plain values are bars that start at 0; with intervals, single measurements
 * or names that need room they are dots in rows.
 */
export function bars(figure: BarsFigure, link: Link): HTMLElement[] {
  const palette = paletteOf(figure.bars.flatMap(({ group }) => (group === undefined ? [] : [group])));
  const drawn = drawnLook(figure.look, "var(--group-0)");
  const given = figure.bars.map((bar, item) => placedOf(bar, item, figure.y.label, palette, drawn));
  const placed = ordered(figure, given).map((bar, at): Placed => ({ ...bar, at }));
  const stands = standing(
    figure,
    figure.bars.map(({ name }) => name),
  );
  const { box } = drawingBox((width) => {
    const draw = isUpright(figure, placed, width) ? upright : rows;
    const { drawing, elements } = draw(figure, placed, width);
    items.show(
      placed.map(({ item }, k): Item => ({ elements: elements[k]!, stands: stands(item) ?? nothing })),
    );
    return [...legendOf(palette), ...lookLegend([figure.look], false, width), drawing];
  });
  const items = linked(box, link);
  return [frame(figure, [box], [figure.caption ?? ""])];
}

/** A number that has a place in a drawing, or NaN. */
function finite(number: number | null | undefined): number {
  return typeof number === "number" && Number.isFinite(number) ? number : NaN;
}

function placedOf(
  bar: Bar,
  item: number,
  label: string,
  palette: ReadonlyMap<string, string>,
  drawn: DrawnLook,
): Placed {
  const [value, low, high] = [bar.value, bar.low, bar.high].map(finite) as [number, number, number];
  const lines = [
    bar.name,
    ...(bar.group === undefined ? [] : [bar.group]),
    ...drawn.tip(item),
    `${label} ${showNumber(value)}${bar.mark ? ` ${bar.mark}` : ""}`,
    ...(low <= high ? [`from ${showNumber(low)} to ${showNumber(high)}`] : []),
    ...(bar.level ? [`${bar.level.label} ${showNumber(bar.level.at)}`] : []),
    ...(bar.band ? [`band ${showNumber(bar.band.low)} to ${showNumber(bar.band.high)}`] : []),
  ];
  const colour = palette.get(bar.group ?? "") ?? drawn.of(item).colour;
  const name = drawn.label(item, bar.name);
  return { ...bar, name, item, at: item, value, low, high, colour, title: lines.join("\n") };
}

/** Groups together, and the largest first where the order means nothing; what has no value is last. */
function ordered({ grouped, sorted }: BarsFigure, placed: readonly Placed[]): Placed[] {
  const groups = [...new Set(placed.map(({ group }) => group))];
  const size = ({ value }: Placed) => (Number.isNaN(value) ? -Infinity : value);
  return [...placed].sort((a, b) => {
    const byGroup = grouped ? groups.indexOf(a.group) - groups.indexOf(b.group) : 0;
    if (byGroup !== 0 || !(grouped || sorted)) return byGroup;
    return size(a) === size(b) ? a.item - b.item : size(b) - size(a);
  });
}

function isUpright({ grouped }: BarsFigure, placed: readonly Placed[], width: number): boolean {
  const isPlain = placed.every(
    ({ low, high, parts, level, band }) => !(low <= high) && !parts && !level && !band,
  );
  const step = uprightStep(placed.length, width);
  return isPlain && !grouped && placed.every(({ name }) => widthOf(name) < step - 4);
}
