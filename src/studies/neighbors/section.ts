import type { Neighbors } from "./result.ts";
import type { BarsFigure, Section, TableFigure } from "../../report/figures.ts";
import { madeWith } from "../../report/parts.ts";
import { titleOf } from "../pairwise/section.ts";

/** A search and what it took. */
export interface NeighborsReport {
  readonly found: Pick<Neighbors, "neighbors" | "computed" | "fraction">;
  /** Name of the query. */
  readonly query: string;
  /** Registered name of the metric. */
  readonly metric: string;
  /** Networks that were searched among. */
  readonly size: number;
  /** Distances among them that were computed beforehand, for the pivots. */
  readonly before: number;
}

/** The nearest networks with their distances, and the share of distances that was computed. */
export function neighborsSection({ found, query, metric, size, before }: NeighborsReport): Section {
  const { neighbors, computed, fraction } = found;
  const share = `${computed} of ${size}, ${(100 * fraction).toFixed(1)} %`;
  return {
    heading: `Nearest to ${query}`,
    facts: [
      { term: "Metric", text: titleOf({ metric }) },
      { term: "Searched", text: `${size} networks, exactly` },
      { term: "Distances from the query computed", text: share },
      { term: "Distances among the networks computed before", text: String(before) },
      madeWith,
    ],
    figures: [barsOf(neighbors, metric), nearestTable(neighbors)],
  };
}

function barsOf(neighbors: Neighbors["neighbors"], metric: string): BarsFigure {
  return {
    kind: "bars",
    title: "Distances",
    caption: "Nearest first.",
    networks: "items",
    y: { label: `${metric} distance` },
    bars: neighbors.map(({ name, distance }) => ({ name, value: distance })),
  };
}

function nearestTable(neighbors: Neighbors["neighbors"]): TableFigure {
  return {
    kind: "table",
    title: "Nearest networks",
    networks: "items",
    columns: ["network", "rank", "distance"],
    rows: neighbors.map(({ name, distance }, k) => [name, k + 1, distance]),
  };
}
