import type {
  BarsFigure,
  HistogramFigure,
  LinesFigure,
  MapFigure,
  ScatterFigure,
  TableFigure,
  TrajectoriesFigure,
  TreeFigure,
} from "../../figures.ts";
import { numbered } from "../../parts.ts";
import { nothing } from "../link.ts";
import { standing } from "../parts/linked.ts";
import { ofColumns, ofItems, some, type Cell, type Column, type Values } from "./columns.ts";

export function ofMap(figure: MapFigure): Values {
  const { names, points, groups } = figure;
  const axes = figure.axes ?? numbered("axis", points[0]?.length ?? 0);
  return ofItems(figure, names, [
    ...(groups ? [["group", (k: number) => groups[k]!] as const] : []),
    ...axes.map((axis, a): Column => [axis, (k) => points[k]![a] ?? null]),
  ]);
}

export function ofScatter(figure: ScatterFigure): Values {
  const { x, y, points, groups } = figure;
  const paired = figure.pairs?.map((pair) => pair.join(" – "));
  const names = figure.names ?? paired ?? numbered("point", points.x.length);
  return ofItems(figure, names, [
    ...(groups ? [["group", (k: number) => groups[k]!] as const] : []),
    [x.label, (k) => points.x[k] ?? null],
    [y.label, (k) => points.y[k] ?? null],
  ]);
}

export function ofBars({ bars, y, ...figure }: BarsFigure): Values {
  const parts = bars.reduce((most, bar) => Math.max(most, bar.parts?.length ?? 0), 0);
  return ofItems(
    figure,
    bars.map(({ name }) => name),
    [
      ...some("group", bars, ({ group }) => group),
      [y.label, (k) => bars[k]!.value],
      ...some("low", bars, ({ low }) => low),
      ...some("high", bars, ({ high }) => high),
      ...some("mark", bars, ({ mark }) => mark),
      ...some(bars.find(({ level }) => level)?.level?.label ?? "", bars, ({ level }) => level?.at),
      ...some("band from", bars, ({ band }) => band?.low),
      ...some("band to", bars, ({ band }) => band?.high),
      ...numbered("measurement", parts).map((name, p): Column => [name, (k) => bars[k]!.parts?.[p] ?? null]),
    ],
  );
}

/** A row for each point of each line. */
export function ofLines({ series, x, y, ...figure }: LinesFigure): Values {
  const points = series.flatMap((one, s) => Array.from({ length: one.x.length }, (_, k) => ({ one, s, k })));
  const names = series.map(({ name }) => name);
  const stands = standing(figure, names);
  const end = (what: "low" | "high") => some(what, points, ({ one, k }) => one[what]?.[k]);
  return ofColumns(
    points.length,
    [
      ["", (at) => names[points[at]!.s]!],
      [x.label, (at) => points[at]!.one.x[points[at]!.k] ?? null],
      [y.label, (at) => points[at]!.one.y[points[at]!.k] ?? null],
      ...end("low"),
      ...end("high"),
    ],
    (at) => stands(points[at]!.s),
  );
}

/** The values, and after them the reference lines. */
export function ofHistogram({ x, references = [], series = [], pairs, ...figure }: HistogramFigure): Values {
  const given = series.length > 0 ? series : [{ name: "", values: figure.values }];
  const all = given.flatMap(({ name, values }) => Array.from(values, (value) => ({ name, value })));
  const count = all.length;
  const stands = standing(pairs ? { pairs } : {}, []);
  return ofColumns(
    count + references.length,
    [
      ["", (k) => references[k - count]?.label ?? pairs?.[k]?.join(" – ") ?? `value ${k + 1}`],
      ...(series.length > 0 ? [["group", (k: number) => all[k]?.name ?? ""] as const] : []),
      [x.label, (k) => (k < count ? all[k]!.value : references[k - count]!.at)],
    ],
    (k) => stands(k),
  );
}

export function ofTable(figure: TableFigure): Values {
  const { columns, rows } = figure;
  const names = rows.map(([name]) => String(name));
  return { columns, length: rows.length, row: (k) => rows[k]!, stands: standing(figure, names) };
}

/** A row for each point of each path. */
export function ofTrajectories({ panels, times, axes, ...figure }: TrajectoriesFigure): Values {
  const points = panels.flatMap(({ title, paths }) =>
    paths.flatMap((path, p) => Array.from({ length: path.points.length }, (_, t) => ({ title, path, p, t }))),
  );
  const { stimuli, ...rest } = figure;
  const paths = standing(rest, panels[0]?.paths.map(({ name }) => name) ?? []);
  const stimulusAt = (t: number) =>
    typeof stimuli === "object" && stimuli[t] !== undefined ? [stimuli[t]] : [];
  const count = points[0]?.path.points[0]?.length ?? 0;
  return ofColumns(
    points.length,
    [
      ["", (k) => points[k]!.path.name],
      ...(panels.length > 1 ? [["panel", (k: number) => points[k]!.title] as const] : []),
      ["time", (k) => times?.[points[k]!.t] ?? points[k]!.t + 1],
      ...(axes ?? numbered("axis", count)).map((axis, a): Column => [
        axis,
        (k) => points[k]!.path.points[points[k]!.t]![a] ?? null,
      ]),
    ],
    (k) => ({ ...nothing, ...paths(points[k]!.p), stimuli: stimulusAt(points[k]!.t) }),
  );
}

/** The merges, and before them the cluster of each item where it is known. */
export function ofTree(figure: TreeFigure): Values {
  const { names, merges, labels } = figure;
  const items = labels ? names.length : 0;
  const nameOf = (id: number) => names[id] ?? `merge ${id - names.length + 1}`;
  const stands = standing(figure, names);
  const ofMerge = (k: number): Cell[] => {
    const [first, second, height, size] = Array.from(merges[k]!) as [number, number, number, number];
    return [`merge ${k + 1}`, nameOf(first), nameOf(second), height, size];
  };
  return {
    columns: ["", "first", "second", "height", "items", ...(labels ? ["cluster"] : [])],
    length: items + merges.length,
    row: (k) =>
      k < items
        ? [names[k]!, null, null, 0, 1, labels![k]!]
        : [...ofMerge(k - items), ...(labels ? [null] : [])],
    stands: (k) => (k < items ? stands(k) : undefined),
  };
}
