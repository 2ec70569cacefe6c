import { rowsOf, madeWith } from "../../../report/parts.ts";
import type { Bar, Fact, Figure, Section } from "../../../report/figures.ts";
import { showNumber, showP } from "../../../report/numbers.ts";
import { placeName, type StatisticPlace } from "./statistics.ts";
import { regressionColumns, type RegressionResult } from "./result.ts";

/** Partial correlations; of a regression also weights, and R² in parts. */
export function regressionSection(result: RegressionResult): Section {
  const isRegression = result.places.some(({ kind }) => kind === "r2");
  return {
    heading: isRegression ? "Regression of RDMs" : "Partial correlation of RDMs",
    facts: [...factsOf(result), madeWith],
    warnings: result.warnings,
    figures: [
      barsOf(result, "partial", {
        title: "Partial correlation of each model with the data",
        caption: `What a model explains beside ${beside(result)}. ${dots(result)}${marks(result)}`,
        label: "partial correlation",
      }),
      ...(isRegression
        ? [
            barsOf(result, "weight", {
              title: "Weights",
              caption: dots(result),
              label: result.options.standardize ? "weight of standardized RDMs" : "weight",
            }),
          ]
        : []),
      ...(result.places.some(({ kind }) => kind === "common") ? [partsOf(result)] : []),
      tableOf(result),
    ],
  };
}

function beside({ controls }: RegressionResult): string {
  return controls.length > 0 ? controls.join(", ") : "all others";
}

function dots({ bySubject }: RegressionResult): string {
  return bySubject.rows > 1 ? "Dots are subjects. " : "";
}

function marks({ partialTests }: RegressionResult): string {
  return partialTests ? "* above 0 at a false discovery rate of 5 %." : "";
}

function factsOf(result: RegressionResult): Fact[] {
  const { subjects, options, permutations, dof, explainedP, partialTests } = result;
  const { correlation, bootstrap, samples, seed, dual, confidence, fit } = options;
  const drawn = `${samples} over ${bootstrap.join(" and ")}, seed ${seed}${dual ? ", corrected (dual) variance" : ""}`;
  const explained = result.explained();
  const tested =
    permutations > 0 ? `${permutations} permutations of the stimuli` : `t, ${dof} degrees of freedom`;
  return [
    { term: "Subjects", text: String(subjects.length) },
    { term: "Correlation", text: correlation },
    ...(fit ? [{ term: "Fit", text: fit }] : []),
    ...(bootstrap.length > 0 ? [{ term: "Bootstrap", text: drawn }] : []),
    ...(dof === undefined
      ? []
      : [{ term: "Intervals", text: `${100 * confidence} %, ${dof} degrees of freedom` }]),
    ...(partialTests ? [{ term: "Test", text: tested }] : []),
    ...(Number.isNaN(explained.value)
      ? []
      : [
          {
            term: "R²",
            text:
              showNumber(explained.value) + (explainedP === undefined ? "" : `, p = ${showP(explainedP)}`),
          },
        ]),
  ];
}

interface Words {
  readonly title: string;
  readonly caption: string;
  readonly label: string;
}

function barsOf(
  result: RegressionResult,
  kind: StatisticPlace["kind"],
  { title, caption, label }: Words,
): Figure {
  const { places, models, partialTests } = result;
  const bars = places.flatMap((place, at): Bar[] => {
    if (place.kind !== kind) return [];
    const p = kind === "partial" ? partialTests?.fdr[place.of[0]!] : undefined;
    return [
      {
        ...barAt(result, at, models[place.of[0]!]!),
        ...(p === undefined ? {} : { mark: p < 0.05 ? "*" : "n.s." }),
      },
    ];
  });
  return { kind: "bars", title, caption, y: { label }, bars, references: [{ at: 0, label: "0" }] };
}

function barAt({ values, intervals, bySubject }: RegressionResult, at: number, name: string): Bar {
  return {
    name,
    value: values[at]!,
    ...(bySubject.rows > 1 && { parts: rowsOf(bySubject).map((row) => row[at]!) }),
    ...(intervals && { low: intervals.lower[at]!, high: intervals.upper[at]! }),
  };
}

/** R² alone and in common; the parts add up to R². */
function partsOf(result: RegressionResult): Figure {
  const { places, models } = result;
  const bars = places.flatMap(({ kind, of }, at): Bar[] =>
    kind === "common"
      ? [
          {
            ...barAt(result, at, of.map((m) => models[m]!).join(" & ")),
            group: of.length === 1 ? "alone" : "in common",
          },
        ]
      : [],
  );
  return {
    kind: "bars",
    title: "Parts of R²",
    caption:
      "What each model explains alone, and what several explain in common and no other does; the parts add up to R². A part in common below 0: one model hides what another explains.",
    y: { label: "part of R²" },
    bars,
    references: [{ at: 0, label: "0" }],
    wide: bars.length > 7,
  };
}

function tableOf(result: RegressionResult): Figure {
  const { places, models, values, intervals, standardErrors } = result;
  const parts = places.flatMap((place, k) => (place.kind === "common" || place.kind === "r2" ? [k] : []));
  if (parts.length === 0) return modelTable(result);
  return {
    kind: "table",
    title: "All values",
    columns: ["value", "mean over subjects", "standard error", "lower", "upper"],
    rows: places.map((place, k) => [
      placeName(place, models),
      values[k]!,
      standardErrors?.[k] ?? null,
      intervals?.lower[k] ?? null,
      intervals?.upper[k] ?? null,
    ]),
    wide: true,
  };
}

function modelTable(result: RegressionResult): Figure {
  const columns = regressionColumns(result);
  return {
    kind: "table",
    title: "Models",
    columns: ["model", ...columns.map(([name]) => name)],
    rows: result.models.map((name, m) => [name, ...columns.map(([, at]) => at(m))]),
    wide: true,
  };
}
