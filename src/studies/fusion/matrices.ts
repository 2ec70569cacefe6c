import { OptionError, ShapeError } from "../../base/errors.ts";
import { assertList } from "../../base/lists.ts";
import { assertLabels } from "../../base/numbers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { sharedMatrix } from "../../base/thread-memory.ts";
import type { NamedSquare } from "../compare-metrics/compare-metrics.ts";
import { distancesOf, type DistancesLike, type GivenDistances, type Provenance } from "../space/given.ts";

/** Distances between the same items by one measure, perhaps under its name. */
export type MatrixLike = DistancesLike | NamedSquare;

/** Several matrices of the same items. */
export interface SeveralMatrices extends Provenance {
  /** One below the other, (matrices · items) × items, in memory that threads share. */
  readonly squares: Matrix;
  /** Of the matrices. */
  readonly labels: readonly string[];
}

/**
 * @throws {OptionError} for fewer than two matrices
 * @throws {ShapeError} for matrices of other items, or fewer than 3 items
 */
export function severalMatrices(
  owner: string,
  matrices: readonly MatrixLike[],
  { names, labels }: { names?: readonly string[] | undefined; labels?: readonly string[] | undefined },
): SeveralMatrices {
  assertList(owner, "matrices of distances", matrices);
  if (matrices.length < 2)
    throw new OptionError(`${owner} needs two matrices or more of the same items; got ${matrices.length}.`);
  const known = labels ?? labelsOf(matrices);
  assertLabels(known, owner, "labels");
  if (known.length !== matrices.length)
    throw new ShapeError(
      `${owner}: ${known.length} labels for ${matrices.length} matrices; expected one for each.`,
    );
  const given = matrices.map((one) => ofOne(one, names));
  assertSameItems(owner, given, known);
  return {
    squares: stacked(given.map(({ square }) => square)),
    labels: known,
    names: given.find(({ isNamed }) => isNamed)?.names ?? given[0]!.names,
    changes: given.flatMap(({ changes }, v) => changes.map((change) => `${known[v]}: ${change}`)),
  };
}

interface OneMatrix extends GivenDistances {
  readonly isNamed: boolean;
}

function ofOne(one: MatrixLike, names: readonly string[] | undefined): OneMatrix {
  if (!isNamedSquare(one))
    return { ...distancesOf(one, names), isNamed: names !== undefined || hasNames(one) };
  const own = names ?? one.items;
  return { ...distancesOf(one.square, own), isNamed: own !== undefined };
}

function isNamedSquare(one: MatrixLike): one is NamedSquare {
  return typeof one === "object" && one !== null && "square" in one && typeof one.square === "object";
}

function hasNames(one: DistancesLike): boolean {
  return (
    typeof one === "object" &&
    one !== null &&
    ("metric" in one || ("stimuli" in one && one.stimuli !== undefined))
  );
}

function assertSameItems(owner: string, given: readonly OneMatrix[], labels: readonly string[]): void {
  const n = given[0]!.square.rows;
  for (const [v, { square }] of given.entries()) {
    if (square.rows === n && n >= 3) continue;
    throw new ShapeError(
      `${owner}: ${labels[0]} has ${n} items, ${labels[v]} ${square.rows}; expected the same items, 3 or more.`,
    );
  }
  const first = given.findIndex(({ isNamed }) => isNamed);
  for (const [v, { names, isNamed }] of given.entries()) {
    const at = isNamed ? names.findIndex((name, i) => name !== given[first]!.names[i]) : -1;
    if (at < 0) continue;
    throw new ShapeError(
      `${owner}: item ${at} is ${JSON.stringify(given[first]!.names[at])} in ${labels[first]} but ${JSON.stringify(names[at])} in ${labels[v]}; they must be the same, in the same order.`,
    );
  }
}

/** Names of metrics or of squares; with its number where one appears twice, or there is none. */
function labelsOf(matrices: readonly MatrixLike[]): string[] {
  const own = matrices.map((one) =>
    isNamedSquare(one)
      ? one.name
      : typeof one === "object" && one !== null && "metric" in one
        ? one.metric
        : undefined,
  );
  return own.map((name, v) => {
    if (name === undefined) return `matrix ${v}`;
    return own.filter((other) => other === name).length > 1 ? `${name} (${v})` : name;
  });
}

function stacked(squares: readonly Matrix[]): Matrix {
  const n = squares[0]!.rows;
  const data = new Float64Array(squares.length * n * n);
  squares.forEach((square, v) => data.set(square.data, v * n * n));
  return sharedMatrix({ rows: squares.length * n, cols: n, data });
}
