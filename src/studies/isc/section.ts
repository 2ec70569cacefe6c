import type { Isc } from "./result.ts";
import type { Fact, Figure, HeatMapsFigure, HistogramFigure, Panel, Section } from "../../report/figures.ts";
import { madeWith } from "../../report/parts.ts";

/** Inter-subject correlation, and once more where the subjects were brought into a shared space. */
export interface IscReport {
  readonly native: Isc;
  readonly shared?: Isc;
}

/** A map of the correlations, their summary over subjects, and its test. */
export function iscSection({ native, shared }: IscReport): Section {
  return {
    heading: "Inter-subject correlation",
    facts: [...factsOf(native), madeWith],
    warnings: [...native.warnings, ...(shared?.warnings ?? [])],
    figures: [
      mapOf(native, shared),
      ...(native.summary ? [summaryOf(native, "unit")] : []),
      ...(shared?.summary ? [summaryOf(shared, "shared feature")] : []),
      ...(native.p ? [pValuesOf(native)] : []),
    ],
  };
}

function factsOf({ options, subjects, values, p, pFamilyWise, pFdr, interval }: Isc): Fact[] {
  const { method, summary, samples, seed, side } = options;
  const test = `${options.null}, ${samples} resamples, ${side}, seed ${seed}`;
  return [
    { term: "Subjects", text: String(subjects.length) },
    { term: "Units", text: String(values.cols) },
    { term: "Method", text: method },
    ...(summary === "none" ? [] : [{ term: "Summary over subjects", text: summary }]),
    ...(p ? [{ term: "Test", text: test }] : []),
    ...(p ? foundFacts(p, pFamilyWise, pFdr) : []),
    ...(interval ? [{ term: "Interval", text: `${100 * options.confidence} %` }] : []),
  ];
}

/** In how many units something was found, before and after corrections for their number. */
function foundFacts(p: Float64Array, pFamilyWise: Isc["pFamilyWise"], pFdr: Isc["pFdr"]): Fact[] {
  const all = {
    "not corrected": p,
    "family-wise, by the largest summary of each resample": pFamilyWise,
    "false discovery rate, Benjamini and Hochberg": pFdr,
  };
  return Object.entries(all).flatMap(([how, values]) =>
    values ? [{ term: "Units with p ≤ 0.05", text: `${countUpTo(values, 0.05)} (${how})` }] : [],
  );
}

function countUpTo(values: Float64Array, limit: number): number {
  return values.reduce((count, value) => count + Number(value <= limit), 0);
}

/** Subjects × units; the shared space beside the native one where both have as many units. */
function mapOf(native: Isc, shared: Isc | undefined): HeatMapsFigure {
  const panels = [panelOf(native, shared ? "native units" : undefined)];
  if (shared) panels.push(panelOf(shared, "shared features"));
  return {
    kind: "heat-maps",
    title: "Correlation of each subject with the others",
    caption: shared
      ? "Rows are subjects or pairs. A response that the subjects share, but in other axes, appears only on the right. That space was found from these very responses: new ones correlate less."
      : "Rows are subjects or pairs, columns units.",
    ...(native.rows.join("\n") === native.subjects.join("\n") ? { networks: "rows" as const } : {}),
    panels,
    scale: { word: "correlation", dark: "most", around: 0, domain: [-1, 1] },
    wide: true,
  };
}

function panelOf({ rows, values }: Isc, title: string | undefined): Panel {
  const colNames = Array.from({ length: values.cols }, (_, unit) => String(unit));
  return { ...(title ? { title } : {}), rowNames: rows, colNames, values: values.data };
}

function summaryOf({ summary, options }: Isc, what: string): HistogramFigure {
  return {
    kind: "histogram",
    title: `Summary of each ${what}`,
    caption: `The ${options.summary} over subjects, of every ${what}.`,
    x: { label: "inter-subject correlation", domain: [-1, 1] },
    values: summary!,
    references: [{ at: 0, label: "none" }],
  };
}

function pValuesOf({ p }: Isc): Figure {
  return {
    kind: "histogram",
    title: "p of each unit",
    caption: "Flat where nothing is shared; high at the left where much is.",
    x: { label: "p", domain: [0, 1] },
    values: p!,
    references: [{ at: 0.05, label: "0.05" }],
  };
}
