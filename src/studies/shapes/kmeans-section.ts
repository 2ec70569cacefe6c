import type { MapFigure, Section, TableFigure } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { madeWith } from "../../report/parts.ts";
import type { Group } from "./options.ts";
import type { KMeans, TangentSpace } from "./result.ts";
import { tangentMap } from "./tangent-figures.ts";

/** Clusters of networks, and a map of all of them. */
export interface KMeansReport {
  readonly found: Pick<
    KMeans,
    "names" | "labels" | "centers" | "loss" | "iterations" | "normalize" | "warnings"
  >;
  readonly group: Group;
  /** At the mean of all networks, of two dimensions or more where there are two networks. */
  readonly tangent: Pick<TangentSpace, "coordinates" | "varianceExplained">;
}

/** Which networks lie together: a map at the mean of all, and the cluster of each. */
export function kmeansSection(report: KMeansReport): Section {
  const { found, group } = report;
  const { names, centers, loss, iterations, normalize, warnings } = found;
  return {
    heading: `${centers.length} ${centers.length === 1 ? "cluster" : "clusters"} of ${names.length} networks by k-means`,
    facts: [
      { term: "Motions undone", text: group },
      { term: "Scale", text: normalize },
      { term: "Clusters", text: sizesOf(found).map((size, k) => `${k} (${size})`).join(", ") },
      { term: "Loss", text: `${showNumber(loss)}, the sum of squared distances to the centers` },
      { term: "Iterations", text: String(iterations) },
      madeWith,
    ], // prettier-ignore
    warnings,
    figures: [mapOf(report), labelsOf(found)],
  };
}

function sizesOf({ centers, labels }: Pick<KMeans, "centers" | "labels">): number[] {
  const sizes = centers.map(() => 0);
  for (const label of labels) sizes[label]!++;
  return sizes;
}

function mapOf({ found: { names, labels }, tangent }: KMeansReport): MapFigure {
  return {
    ...tangentMap(tangent, names),
    caption: "Principal components of the ways in which the networks differ from the mean of all. Clusters were found in all dimensions, so they may overlap here.",
    groups: Array.from(labels, (label) => `cluster ${label}`),
  }; // prettier-ignore
}

function labelsOf({ names, labels }: Pick<KMeans, "names" | "labels">): TableFigure {
  return {
    kind: "table",
    title: "Clusters",
    networks: "items",
    columns: ["network", "cluster"],
    rows: names.map((name, i) => [name, labels[i]!]),
  };
}
