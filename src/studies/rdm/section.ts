import type { Rdm } from "../../rdm/rdm.ts";
import type { Figure, Section } from "../../report/figures.ts";
import { reportSections } from "../../report/page.ts";

/** A page with one RDM as a heat map, or several as small ones under one colour scale. */
export function rdmReport(rdms: readonly Rdm[], title: string): Promise<string> {
  return reportSections([rdmSection(rdms)], { title });
}

export function rdmSection(rdms: readonly Rdm[]): Section {
  const [first] = rdms;
  const { dissimilarity, stimuli } = first!;
  const missing = rdms.reduce((sum, rdm) => sum + rdm.missing, 0);
  return {
    heading: rdms.length > 1 ? "Dissimilarity matrices" : "Dissimilarity matrix",
    facts: [
      { term: "Dissimilarity", text: fullName(dissimilarity) },
      { term: "Stimuli", text: String(stimuli.length) },
      ...(missing > 0 ? [{ term: "Pairs without a value", text: String(missing) }] : []),
    ],
    figures: [rdms.length > 1 ? gallery(rdms) : heatMap(first!)],
  };
}

/** What values are where the name alone does not say: a correlation of 1 is a distance of 0. */
const formulas: Readonly<Record<string, string>> = {
  correlation: "1 − correlation",
  cosine: "1 − cosine",
};

const fullName = (dissimilarity: string) => formulas[dissimilarity] ?? dissimilarity;

const scaleOf = (word: string) => ({ word, ends: ["alike", "different"] as const });

function heatMap(rdm: Rdm): Figure {
  const { dissimilarity, stimuli } = rdm;
  return {
    kind: "heat-maps",
    title: `${fullName(dissimilarity)} between stimuli`,
    wide: true,
    scale: scaleOf(fullName(dissimilarity)),
    panels: [{ rowNames: stimuli, colNames: stimuli, values: rdm.square().data }],
  };
}

function gallery(rdms: readonly Rdm[]): Figure {
  const { dissimilarity, stimuli } = rdms[0]!;
  return {
    kind: "gallery",
    title: `${fullName(dissimilarity)} between stimuli`,
    wide: true,
    names: stimuli,
    scale: scaleOf(fullName(dissimilarity)),
    panels: rdms.map((rdm) => ({ title: rdm.name, values: rdm.square().data })),
  };
}
