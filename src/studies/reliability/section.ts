import { madeWith } from "../../report/parts.ts";
import type { Figure, Section } from "../../report/figures.ts";
import { showNumber, showP } from "../../report/numbers.ts";
import { reliabilityColumns, type Reliability } from "./result.ts";

/** The cross-run RDMs with their diagonals, indices of subjects and of stimuli. */
export function reliabilitySection(result: Reliability): Section {
  const { names, stimuli, options, runs, group } = result;
  const columns = reliabilityColumns(result);
  return {
    heading: "Reliability across runs",
    facts: [
      { term: "Subjects", text: String(names.length) },
      { term: "Stimuli", text: String(stimuli.length) },
      { term: "Runs", text: [...new Set(runs)].join(", ") },
      { term: "Dissimilarity", text: String(options["dissimilarity"]) },
      ...(group
        ? [
            {
              term: "Mean discriminability",
              text: `${showNumber(group.mean)}, p = ${showP(group.p)} (t over subjects)`,
            },
          ]
        : []),
      madeWith,
    ],
    figures: [
      crossFigure(result),
      indexBars(result),
      stimulusBars(result),
      {
        kind: "table",
        title: "Subjects",
        networks: "items",
        columns: ["subject", ...columns.map(([name]) => name)],
        rows: names.map((name, k) => [
          name,
          ...columns.map(([, at]) => (Number.isNaN(at(k)) ? null : at(k))),
        ]),
        wide: true,
      },
    ],
  };
}

function crossFigure({ names, stimuli, crossRdms, options }: Reliability): Figure {
  const word = String(options["dissimilarity"]);
  const scale = { word, ends: ["alike", "different"] as const, domain: domainOf(crossRdms) };
  const caption =
    "Rows are stimuli of one run, columns those of another; the diagonal is what a stimulus differs from itself.";
  if (names.length > 1)
    return {
      kind: "gallery",
      networks: "items",
      stimuli: "items",
      title: "Stimuli across runs",
      caption,
      wide: true,
      names: stimuli,
      scale,
      panels: names.map((title, k) => ({ title, values: crossRdms[k]!.data })),
    };
  return {
    kind: "heat-maps",
    stimuli: "items",
    title: "Stimuli across runs",
    caption,
    wide: true,
    scale,
    panels: [{ rowNames: stimuli, colNames: stimuli, values: crossRdms[0]!.data }],
  };
}

/** Of all values, the diagonal too: it is not 0 by definition. */
function domainOf(matrices: Reliability["crossRdms"]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { data } of matrices) {
    for (const value of data) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high > low ? [low, high] : [low - 1, low + 1];
}

function indexBars({ names, indices, p }: Reliability): Figure {
  return {
    kind: "bars",
    title: "Exemplar discriminability of each subject",
    caption: `Mean off the diagonal less mean on it.${p ? " * p < 0.05 by permutation of the stimuli." : ""}`,
    y: { label: "discriminability" },
    networks: "items",
    bars: names.map((name, k) => ({
      name,
      value: indices[k]!,
      ...(p ? { mark: p[k]! < 0.05 ? "*" : "n.s." } : {}),
    })),
    references: [{ at: 0, label: "0" }],
  };
}

function stimulusBars(result: Reliability): Figure {
  const { stimuli, names } = result;
  const each = names.map((_, k) => result.byStimulus(k));
  return {
    kind: "bars",
    title: "Discriminability of each stimulus",
    stimuli: "items",
    caption: `Its mean dissimilarity to others less that to itself${names.length > 1 ? ", mean over subjects, which are dots" : ""}.`,
    y: { label: "discriminability" },
    bars: stimuli.map((name, i) => ({
      name,
      value: each.reduce((sum, one) => sum + one[i]!, 0) / names.length,
      ...(names.length > 1 && { parts: each.map((one) => one[i]!) }),
    })),
    references: [{ at: 0, label: "0" }],
  };
}
