import type { RsaResult } from "./result.ts";
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
      ...(result.tests && result.models.length > 1 ? [differencesOf(result)] : []),
      tableOf(result),
    ],
  };
}

function factsOf({ options, subjects, dof, noiseCeiling, resamples }: RsaResult): Fact[] {
  const { comparator, bootstrap, samples, seed, dual, crossvalidation, test, confidence } = options;
  const folds = crossvalidation;
  const drawn = `${samples} over ${bootstrap.join(" and ")}, seed ${seed}${dual ? ", corrected (dual) variance" : ""}`;
  return [
    { term: "Subjects", text: String(subjects.length) },
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
    ...(dof === undefined
      ? []
      : [{ term: "Tests", text: `${test}, ${dof} degrees of freedom; intervals ${100 * confidence} %` }]),
    {
      term: "Noise ceiling",
      text: `${noiseCeiling.lower.toPrecision(4)} … ${noiseCeiling.upper.toPrecision(4)}`,
    },
  ];
}

function barsOf(result: RsaResult): Figure {
  const { models, means, intervals, tests, bySubject, noiseCeiling, options } = result;
  const bars = models.map((name, m): Bar => {
    const p = tests?.againstZero.fdr[m];
    return {
      name,
      value: means[m]!,
      parts: rowOf(bySubject, m),
      ...(intervals ? { low: intervals.lower[m]!, high: intervals.upper[m]! } : {}),
      ...(p === undefined ? {} : { mark: p < 0.05 ? "*" : "n.s." }),
    };
  });
  return {
    kind: "bars",
    title: "Similarity of each model with the data",
    caption:
      "Dots are subjects. " +
      (tests ? "* above 0 at a false discovery rate of 5 %. " : "") +
      "A model inside the noise ceiling explains all that subjects share.",
    y: { label: options.comparator },
    bars,
    bands: [{ low: noiseCeiling.lower, high: noiseCeiling.upper, label: "noise ceiling" }],
  };
}

function differencesOf({ models, means, tests }: RsaResult): Figure {
  const count = models.length;
  const values = new Array<number | null>(count * count).fill(null);
  let next = 0;
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const differs = tests!.pairwise.fdr[next++]! < 0.05;
      if (!differs) continue;
      values[a * count + b] = means[a]! - means[b]!;
      values[b * count + a] = means[b]! - means[a]!;
    }
  }
  const shown = values.filter((value) => value !== null).map(Math.abs);
  const most = Math.max(...shown, 1e-12);
  return {
    kind: "heat-maps",
    title: "Which models differ",
    caption: "Row minus column where the difference holds at a false discovery rate of 5 %; empty elsewhere.",
    panels: [{ rowNames: models, colNames: models, values }],
    scale: { word: "difference", around: 0, domain: [-most, most] },
  };
}

function tableOf({ models, means, standardErrors, intervals, tests, permutation }: RsaResult): Figure {
  const columns = [
    "model",
    "mean",
    "standard error",
    "lower",
    "upper",
    "p against 0",
    "FDR",
    "p against ceiling",
  ];
  return {
    kind: "table",
    title: "Models",
    columns: permutation ? [...columns, "p by permutation"] : columns,
    rows: models.map((name, m) => [
      name,
      means[m]!,
      standardErrors?.[m] ?? null,
      intervals?.lower[m] ?? null,
      intervals?.upper[m] ?? null,
      tests?.againstZero.raw[m] ?? null,
      tests?.againstZero.fdr[m] ?? null,
      tests?.againstCeiling.raw[m] ?? null,
      ...(permutation ? [permutation.raw[m]!] : []),
    ]),
    wide: true,
  };
}
