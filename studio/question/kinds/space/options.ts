/** What is asked of the space of networks. Each part has the names that do not clash with those of another. */
import {
  clusterOptions,
  embedOptions,
  mantelOptions,
  predictOptions,
  resolveOptions,
  testedGroupsOptions,
  type AnySchemas,
  type OptionSchema,
} from "repgeom/options";
import type { ItemTable } from "repgeom/report";
import { cellsOf, columnOptions, columnsOf } from "../columns.ts";
import type { Data } from "../kind.ts";

const predictors = ["kernel-ridge", "neighbors", "linear-ridge"] as const;

const spaceOptions = {
  map: embedOptions.method,
  dimensions: embedOptions.dimensions,
  restarts: embedOptions.restarts,
  clustering: clusterOptions.method,
  clusters: {
    ...clusterOptions.clusters,
    doc: "How many clusters. Without it as many, from 2 to 10, as give the largest mean silhouette.",
  },
  nearest: { type: "whole", min: 1, max: 1e9, default: 5, doc: "How many neighbours of that network." },
  predictor: {
    type: "choice",
    choices: predictors,
    default: "kernel-ridge" as (typeof predictors)[number],
    doc: `How the covariate is predicted. ${predictOptions.method.doc} linear-ridge: ridge regression on the coordinates of the map.`,
  },
  folds: predictOptions.folds,
  ridge: predictOptions.ridge,
  bandwidth: predictOptions.bandwidth,
  k: predictOptions.k,
  groupTest: testedGroupsOptions.groupTest,
  permutations: { ...mantelOptions.permutations, doc: "Permutations of the networks for every p-value." },
  seed: predictOptions.seed,
} satisfies AnySchemas;

export function optionsOf(data: Data): AnySchemas {
  const names = data.items.map(({ name }) => name);
  const query: OptionSchema<string | undefined> = {
    type: "choice",
    choices: names,
    default: undefined,
    doc: "The network whose nearest ones are listed.",
  };
  const columns = columnOptions(data, {
    covariate:
      "What is known of each network: numbers or classes. Predicted from the distances, and compared with them (Mantel).",
  });
  const confounds: OptionSchema<readonly string[] | undefined> = {
    type: "choices",
    choices: columnsOf(data),
    default: undefined,
    doc: "Columns that are partialled out of the covariate.",
  };
  return {
    ...columns,
    ...spaceOptions,
    ...(names.length > 0 && { query }),
    ...(columnsOf(data).length > 1 && { confounds }),
  };
}

/** A column in the order of the networks. */
export interface Column {
  readonly name: string;
  /** Numbers, or names of classes. */
  readonly values: number[] | string[];
}

/** @throws {Error} for a network without a value, or values of both kinds. */
export function columnNamed(name: string, names: readonly string[], table: ItemTable | undefined): Column {
  const cells = cellsOf(names, table, name);
  const missing = cells.indexOf(null);
  if (missing >= 0) throw new Error(`The table has no ${name} of ${names[missing]}.`);
  const numbers = cells.filter((cell) => typeof cell === "number");
  if (numbers.length === cells.length) return { name, values: numbers };
  if (numbers.length === 0) return { name, values: cells.map(String) };
  const other = cells.findIndex((cell) => typeof cell !== typeof cells[0]);
  throw new Error(
    `The column ${name} holds numbers and texts: ${cells[0]} of ${names[0]}, ${cells[other]} of ${names[other]}.`,
  );
}

export function chosenOf(given: Readonly<Record<string, unknown>>) {
  const { covariate, confounds, query, ...others } = given;
  return {
    ...resolveOptions("space", spaceOptions, others),
    covariate: covariate as string | undefined,
    confounds: (confounds ?? []) as readonly string[],
    query: query as string | undefined,
  };
}

export type Chosen = ReturnType<typeof chosenOf>;
