/** The values of an answer between networks, found in its figures: there also after a reload. */
import type { MetricSpec } from "repgeom";
import type { Figure, HeatMapsFigure, Section } from "repgeom/report";
import type { Answer } from "../session/types.ts";
import type { Square } from "../worker/protocol.ts";

export interface Values {
  readonly answer: number;
  /** Number of its section. */
  readonly section: number;
  /** As in a heading. */
  readonly title: string;
  /** What they are: "distance", "similarity". */
  readonly word: string;
  /** Which values are alike: small ones, or large ones. */
  readonly alike: "least" | "most";
  /** The metric with its options, where they are of one. */
  readonly spec?: MetricSpec;
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  /** rowNames × colNames, row-major. */
  readonly values: ArrayLike<number | null>;
}

const found = new WeakMap<readonly Section[], readonly Values[]>();

/** One of each section that has a heat map of networks. */
export function valuesOf(answer: Answer): readonly Values[] {
  const known = found.get(answer.sections);
  if (known) return known;
  const made = answer.sections.flatMap((section, k) => valuesIn(answer, section, k));
  found.set(answer.sections, made);
  return made;
}

function valuesIn(answer: Answer, { heading, figures }: Section, section: number): Values[] {
  const figure = (figures.flat() as Figure[]).find(isValues);
  if (!figure) return [];
  const { scale, panels } = figure;
  const spec = answer.question.metrics[section];
  const { rowNames, colNames, values } = panels[0]!;
  return [
    {
      answer: answer.id,
      section,
      title: answer.sections.length === 1 ? (answer.name ?? answer.title) : heading,
      word: scale.word,
      alike: scale.dark ?? "least",
      ...(spec && { spec }),
      rowNames,
      colNames,
      values,
    },
  ];
}

function isValues(figure: Figure): figure is HeatMapsFigure {
  return figure.kind === "heat-maps" && figure.networks !== undefined && figure.panels.length === 1;
}

/** For the worker; undefined where they are not of one metric between the same networks. */
export function squareOf({ title, spec, rowNames, colNames, values }: Values): Square | undefined {
  const isSquare = rowNames.length === colNames.length && rowNames.every((name, k) => name === colNames[k]);
  if (!spec || !isSquare) return undefined;
  return { title, spec, names: rowNames, values: Float64Array.from(values, (value) => value ?? NaN) };
}

/** The value of two networks, in either order; undefined where there is none. */
export function valueOf(of: Values, a: string, b: string): number | undefined {
  const { rowNames, colNames, values } = of;
  for (const [row, col] of [
    [rowNames.indexOf(a), colNames.indexOf(b)],
    [rowNames.indexOf(b), colNames.indexOf(a)],
  ] as const)
    if (row >= 0 && col >= 0) return values[row * colNames.length + col] ?? undefined;
  return undefined;
}

/** Which place a value has among those of all pairs, counted from the most alike, and how many there are. */
export function rankOf(of: Values, value: number): { readonly rank: number; readonly of: number } {
  const { rowNames, colNames, values, alike } = of;
  const isSquare = squareNames(of);
  let [before, count] = [0, 0];
  for (let i = 0; i < rowNames.length; i++) {
    for (let j = isSquare ? i + 1 : 0; j < colNames.length; j++) {
      const other = values[i * colNames.length + j];
      if (other === null || other === undefined || Number.isNaN(other)) continue;
      count++;
      if (alike === "least" ? other < value : other > value) before++;
    }
  }
  return { rank: before + 1, of: count };
}

function squareNames({ rowNames, colNames }: Values): boolean {
  return rowNames === colNames || rowNames.every((name, k) => name === colNames[k]);
}

/** A network and its value to another. */
export interface Near {
  readonly name: string;
  readonly value: number;
}

/** The others, the most alike first. */
export function neighboursOf(of: Values, name: string): Near[] {
  const { rowNames, colNames, alike } = of;
  const others = rowNames.includes(name) ? colNames : rowNames;
  const near = others.flatMap((other): Near[] => {
    const value = other === name ? undefined : valueOf(of, name, other);
    return value === undefined || Number.isNaN(value) ? [] : [{ name: other, value }];
  });
  return near.sort((a, b) => (alike === "least" ? a.value - b.value : b.value - a.value));
}
