import { type Command, Option } from "commander";
import { type ConversionName, conversionNames, distancesFrom } from "../../geometry/to-distances.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Representation } from "../../data/representation.ts";
import { onlyOne, readFiles } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { parseSize, type RunFlags } from "../../cli/options.ts";

/** Flags of the commands that take a matrix of distances. */
export interface DistanceFlags extends RunFlags {
  readonly toDistance?: ConversionName;
}

/** Distances between named items. */
export interface NamedDistances {
  /** n × n, symmetric, zero diagonal. */
  readonly square: Matrix;
  /** From the file, or 0 … n − 1. */
  readonly names: readonly string[];
  /** Whether the names come from the file. */
  readonly named: boolean;
  /** What was done to the values, a sentence each. */
  readonly changes: readonly string[];
}

/** `--to-distance`, for matrices of similarities. */
export function addDistanceOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--to-distance <name>", "what to do with similarities: arccos(value) or 1 - value").choices(
        conversionNames,
      ),
    )
    .option("--max-memory <size>", "refuse a file that takes more; default: 2GiB", parseSize)
    .option("--quiet", "no messages, only errors");
}

/**
 * Reads a matrix of distances: square, or condensed as one axis.
 *
 * @throws {UsageError} if it holds similarities and no conversion was named, or distances and one was.
 */
export async function readDistances(
  file: string,
  flags: DistanceFlags,
  command: string,
): Promise<NamedDistances> {
  const read = onlyOne(command, await readFiles([file], flags));
  const values = squareFrom(read, file);
  const bad = values.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const at = `row ${Math.floor(bad / values.cols)}, column ${bad % values.cols}`;
    throw new UsageError(
      `${file}: the value at ${at}, counted from 0, is ${values.data[bad]}; expected a finite number.`,
    );
  }
  checkDiagonal(values, file, flags.toDistance);
  const names = read.shape.length === 2 ? read.stimuli : undefined;
  return {
    ...distancesFrom(values, flags.toDistance),
    names: names ?? Array.from({ length: values.rows }, (_, i) => String(i)),
    named: names !== undefined,
  };
}

function squareFrom({ shape, data }: Representation, file: string): Matrix {
  const [rows = 0, cols = 0] = shape;
  if (shape.length === 2 && rows === cols) return { rows, cols, data: Float64Array.from(data) };
  const n = Math.round((1 + Math.sqrt(1 + 8 * data.length)) / 2);
  if (shape.length === 1 && (n * (n - 1)) / 2 === data.length) return expanded(data, n);
  throw new UsageError(
    `${file} is ${shape.join(" × ")}; expected distances: a square, or n(n - 1)/2 numbers. repgeom pairwise makes them.`,
  );
}

function expanded(condensed: ArrayLike<number>, n: number): Matrix {
  const data = new Float64Array(n * n);
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) data[i * n + j] = data[j * n + i] = condensed[next++]!;
  }
  return { rows: n, cols: n, data };
}

/** Rounding is forgiven: a computed angle to itself may be 1e-8. */
function checkDiagonal({ rows, data }: Matrix, file: string, conversion: ConversionName | undefined): void {
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = Array.from({ length: rows }, (_, i) => Math.abs(data[i * rows + i]!)).findIndex(
    (value) => value > 1e-6 * largest,
  );
  if (worst >= 0 && !conversion) {
    throw new UsageError(
      `${file}: item ${worst} is at ${data[worst * rows + worst]} from itself, so these are no distances. ` +
        `Similarities need --to-distance ${conversionNames.join(" or ")}.`,
    );
  }
  if (worst < 0 && conversion) {
    throw new UsageError(
      `${file}: the diagonal is 0, so these are distances already. Leave out --to-distance.`,
    );
  }
}
