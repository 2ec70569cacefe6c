import { largestOf, smallestOf } from "../../base/lists.ts";
import { columnsOf, type RsaResult } from "./result.ts";
import type { Bar, Fact, Figure, Section } from "../../report/figures.ts";
import { madeWith, rowOf } from "../../report/parts.ts";

/** Models with intervals under the noise ceiling, and which of them differ. */
export function rsaSection(result: RsaResult): Section {
  return {
    heading: "Models",
    facts: [...factsOf(result), madeWith],
    warnings: result.warnings,
    figures: [
      barsOf(result),
      ...(result.tests?.pairwise && result.models.length > 1 ? [differencesOf(result)] : []),
      tableOf(result),
    ],
  };
}

function factsOf(result: RsaResult): Fact[] {
  const { options, subjects, pairs, dof, noiseCeiling, resamples } = result;
  const { comparator, bootstrap, samples, seed, dual, crossvalidation, test, confidence } = options;
  const folds = crossvalidation;
  const drawn = `${samples} over ${bootstrap.join(" and ")}, seed ${seed}${dual ? ", corrected (dual) variance" : ""}`;
  return [
    { term: "Subjects", text: String(subjects.length) },
    ...(new Set(pairs).size > 1
      ? [{ term: "Pairs of stimuli", text: `${smallestOf(pairs)} … ${largestOf(pairs)}` }]
      : []),
    { term: "Comparator", text: comparator },
    ...(bootstrap.length > 0 ? [{ term: "Bootstrap", text: drawn }] : []),
    ...(resamples?.skipped ? [{ term: "Resamples left out", text: String(resamples.skipped) }] : []),
    ...(folds
      ? [
          {
            term: "Cross-validation",
            text: `${folds.subjects} × ${folds.stimuli} folds of subjects × stimuli`,
          },
        ]
      : []),
    ...(dof === undefined ? [] : [{ term: "Intervals", text: intervalsText(test, dof, confidence) }]),
    ...(result.tests ? [{ term: "Test", text: testText(result) }] : []),
    {
      term: "Noise ceiling",
      text: hasCeiling(result)
        ? `${noiseCeiling.lower.toPrecision(4)} … ${noiseCeiling.upper.toPrecision(4)}`
        : "none",
    },
  ];
}

function intervalsText(test: string, dof: number, confidence: number): string {
  const share = `${100 * confidence} %`;
  return test === "percentile" ? `${share}, percentiles` : `${share}, ${dof} degrees of freedom`;
}

function testText({ options: { test }, permutation }: RsaResult): string {
  return test === "permutation"
    ? `${permutation!.permutations} permutations of the stimuli of the models, against chance`
    : `${test}, against 0`;
}

function hasCeiling({ noiseCeiling }: RsaResult): boolean {
  return !Number.isNaN(noiseCeiling.lower);
}

function barsOf(result: RsaResult): Figure {
  const { models, means, intervals, tests, bySubject, noiseCeiling, options, permutation } = result;
  const isPermuted = options.test === "permutation";
  const bars = models.map((name, m): Bar => {
    const p = tests?.againstZero.fdr[m];
    return {
      name,
      value: means[m]!,
      parts: rowOf(bySubject, m),
      ...(intervals ? { low: intervals.lower[m]!, high: intervals.upper[m]! } : {}),
      ...(p === undefined || Number.isNaN(p) ? {} : { mark: p < 0.05 ? "*" : "n.s." }),
      ...(permutation ? { level: { at: permutation.chance[m]!, label: "chance" } } : {}),
    };
  });
  return {
    kind: "bars",
    title: "Similarity of each model with the data",
    caption:
      "Dots are subjects. " +
      (tests ? `* above ${isPermuted ? "chance" : "0"} at a false discovery rate of 5 %. ` : "") +
      (permutation ? "Dashed: chance, the mean of models whose stimuli have changed places. " : "") +
      (hasCeiling(result) ? "A model inside the noise ceiling explains all that subjects share." : ""),
    networks: "items",
    y: { label: options.comparator },
    bars,
    ...(hasCeiling(result)
      ? { bands: [{ low: noiseCeiling.lower, high: noiseCeiling.upper, label: "noise ceiling" }] }
      : {}),
  };
}

function differencesOf({ models, means, tests }: RsaResult): Figure {
  const count = models.length;
  const values = new Array<number | null>(count * count).fill(null);
  let next = 0;
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const differs = tests!.pairwise!.fdr[next++]! < 0.05;
      if (!differs) continue;
      values[a * count + b] = means[a]! - means[b]!;
      values[b * count + a] = means[b]! - means[a]!;
    }
  }
  const shown = values.filter((value) => value !== null).map(Math.abs);
  const most = Math.max(largestOf(shown), 1e-12);
  return {
    kind: "heat-maps",
    title: "Which models differ",
    caption: "Row minus column where the difference holds at a false discovery rate of 5 %; empty elsewhere.",
    networks: "items",
    panels: [{ rowNames: models, colNames: models, values }],
    scale: { word: "difference", around: 0, domain: [-most, most] },
  };
}

function tableOf(result: RsaResult): Figure {
  const columns = columnsOf(result);
  const cell = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    kind: "table",
    title: "Models",
    networks: "items",
    columns: ["model", ...columns.map(([name]) => name)],
    rows: result.models.map((name, m) => [name, ...columns.map(([, at]) => cell(at(m)))]),
    wide: true,
  };
}
