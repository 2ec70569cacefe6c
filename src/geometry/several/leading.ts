import { inner, matrix } from "../../base/matrix.ts";
import type { Eigh } from "../pcoa.ts";

/** The largest eigenvalue of a symmetric matrix, as far as it is known, and its vector, of length 1. */
export interface Leading {
  readonly value: number;
  readonly vector: Float64Array;
}

/** Products of one round. */
const most = 20;
const rounds = 4;
/** A round that raises the value by less than this part of it is the last. */
const settled = 1e-14;

/**
 * The largest eigenvalue by Lanczos's method from `start`, with all vectors kept orthogonal. The value is never below
 * that of the start.
 * @param product - the matrix times a vector
 */
export function leading(
  product: (x: Float64Array) => Float64Array,
  start: Float64Array,
  eigh: Eigh,
): Leading {
  let found = round(product, start, eigh);
  for (let k = 1; k < rounds; k++) {
    const next = round(product, found.vector, eigh);
    const gain = next.value - found.value;
    if (gain > 0) found = next;
    if (!(gain > settled * Math.abs(found.value))) break;
  }
  return found;
}

function round(product: (x: Float64Array) => Float64Array, start: Float64Array, eigh: Eigh): Leading {
  const basis: Float64Array[] = [unit(start)!];
  const [diagonal, beside]: [number[], number[]] = [[], []];
  for (let k = 0; k < Math.min(most, start.length); k++) {
    const image = product(basis[k]!);
    diagonal.push(inner(image, basis[k]!));
    // Twice: once leaves what rounding has lost.
    for (let pass = 0; pass < 2; pass++) for (const one of basis) addScaled(image, one, -inner(image, one));
    const size = Math.sqrt(inner(image, image));
    if (k + 1 === Math.min(most, start.length) || !(size > 1e-13 * Math.abs(diagonal[0]!))) break;
    beside.push(size);
    basis.push(unit(image)!);
  }
  const count = diagonal.length;
  const small = matrix(count, count);
  for (let k = 0; k < count; k++) {
    small.data[k * count + k] = diagonal[k]!;
    if (k + 1 < count) small.data[k * count + k + 1] = small.data[(k + 1) * count + k] = beside[k]!;
  }
  const { values, vectors } = eigh(small);
  const vector = new Float64Array(start.length);
  for (let k = 0; k < count; k++) addScaled(vector, basis[k]!, vectors.data[(count - 1) * count + k]!);
  return { value: values[count - 1]!, vector: unit(vector)! };
}

function unit(x: Float64Array): Float64Array {
  const size = Math.sqrt(inner(x, x));
  return x.map((value) => value / size);
}

function addScaled(sum: Float64Array, a: Float64Array, factor: number): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += factor * a[k]!;
}
