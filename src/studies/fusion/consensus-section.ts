import { toRows } from "../../base/matrix.ts";
import type { BarsFigure, Fact, Figure, MapFigure, Section, TableFigure } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { changeFacts, madeWith, numbered } from "../../report/parts.ts";
import type { Consensus } from "./consensus.ts";
import type { ConsensusMethod } from "./options.ts";

const headings: Readonly<Record<ConsensusMethod, string>> = {
  mean: "Consensus map: mean of the matrices",
  indscal: "Consensus map: individual differences scaling",
};

/** One map for several matrices, the weights of each, and how well it fits them. */
export function consensusSection(found: Consensus): Section {
  return {
    heading: headings[found.method],
    facts: [...factsOf(found), ...changeFacts(found.changes), madeWith],
    warnings: found.warnings,
    figures: [
      mapOf(found),
      ...(found.weights.cols > 1 ? [weightsOf(found)] : []),
      fitOf(found),
      tableOf(found),
    ],
  };
}

function factsOf({ method, labels, names, coordinates, history, losses, fit }: Consensus): Fact[] {
  const mean = fit.reduce((sum, value) => sum + value / fit.length, 0);
  return [
    { term: "Method", text: method },
    { term: "Matrices", text: labels.join(", ") },
    { term: "Points", text: `${names.length} in ${coordinates.cols} dimensions` },
    { term: "Mean fit", text: showNumber(mean) },
    ...(method === "indscal" ? [{ term: "Starts", text: String(losses.length) }] : []),
    ...(method === "indscal" ? [{ term: "Steps of the best", text: String(history.length - 1) }] : []),
  ];
}

function mapOf({ coordinates, names, method }: Consensus): MapFigure {
  const axes =
    method === "indscal" ? " The axes have a meaning of their own: a turned map has no such weights." : "";
  return {
    kind: "map",
    title: "Map",
    caption: `Near is alike, in all matrices together.${axes}`,
    networks: "items",
    names,
    points: toRows(coordinates),
    axes: numbered("axis", coordinates.cols),
  };
}

/** A dot a matrix, by its weights of the first two axes. */
function weightsOf({ weights, labels }: Consensus): Figure {
  const { cols: k, data } = weights;
  const of = (axis: number) => Float64Array.from(labels, (_, v) => data[v * k + axis]!);
  return {
    kind: "scatter",
    title: "Weights of the axes",
    caption:
      "How much of the first two axes each matrix has. Far from the diagonal: it sees one of them more than the other.",
    x: { label: "weight of axis 1" },
    y: { label: "weight of axis 2" },
    points: { x: of(0), y: of(1) },
    names: labels,
  };
}

function fitOf({ labels, fit }: Consensus): BarsFigure {
  return {
    kind: "bars",
    title: "Fit of each matrix",
    caption: "The share of the sum of squares of its inner products that the map with its weights has.",
    y: { label: "fit" },
    bars: labels.map((name, v) => ({ name, value: fit[v]! })),
  };
}

function tableOf({ weights, fit, labels }: Consensus): TableFigure {
  return {
    kind: "table",
    title: "Weights",
    columns: ["matrix", "fit", ...numbered("weight of axis", weights.cols)],
    rows: toRows(weights).map((row, v) => [labels[v]!, fit[v]!, ...row]),
    collapsed: true,
  };
}
