import { cos, sin } from "../../../base/math/circular.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";

/** How many frequencies lie above 0 and below Nyquist. */
export function frequenciesOf(time: number): number {
  return Math.ceil(time / 2) - 1;
}

/**
 * The real Fourier transform of courses without their mean as an orthonormal matrix, so that inner
 * products of courses are those of their coefficients: cosines of the frequencies 1 … F, sines of
 * the same, and for an even number of times the alternating course.
 * @returns coefficients × time
 */
export function fourierMatrix(time: number): Matrix {
  const count = frequenciesOf(time);
  const basis = matrix(time - 1, time);
  const scale = Math.sqrt(2 / time);
  for (let t = 0; t < time; t++) {
    for (let f = 1; f <= count; f++) {
      const angle = (2 * Math.PI * ((f * t) % time)) / time;
      basis.data[(f - 1) * time + t] = scale * cos(angle);
      basis.data[(count + f - 1) * time + t] = scale * sin(angle);
    }
    if (time % 2 === 0) basis.data[2 * count * time + t] = (t % 2 ? -1 : 1) / Math.sqrt(time);
  }
  return basis;
}

/**
 * How the inner product of two courses changes with the phases of the first, frequency by
 * frequency: with X and Y their spectra, Σ Re(X·exp(iφ)·Ȳ) = Σ Re(X·Ȳ)·cos φ − Im(X·Ȳ)·sin φ.
 * @param x, y - coefficients × units, as `fourierMatrix` gives them
 * @returns coefficients × units: real parts, minus the imaginary parts, and the product at Nyquist
 */
export function crossSpectrum(x: Matrix, y: Matrix, time: number): Matrix {
  const count = frequenciesOf(time);
  const { cols } = x;
  const cross = matrix(x.rows, cols);
  const [a, b, to] = [x.data, y.data, cross.data];
  const sines = count * cols;
  for (let k = 0; k < sines; k++) {
    // The spectrum is cosine part − i · sine part.
    to[k] = a[k]! * b[k]! + a[sines + k]! * b[sines + k]!;
    to[sines + k] = a[sines + k]! * b[k]! - a[k]! * b[sines + k]!;
  }
  for (let k = 2 * sines; k < to.length; k++) to[k] = a[k]! * b[k]!;
  return cross;
}

/**
 * What `crossSpectrum` is multiplied with for given phases.
 * @param phases - one for each frequency, radians
 * @param nyquist - factor of the alternating course
 */
export function fillWeights(weights: Float64Array, phases: ArrayLike<number>, nyquist: number): void {
  const count = phases.length;
  for (let f = 0; f < count; f++) {
    weights[f] = cos(phases[f]!);
    weights[count + f] = sin(phases[f]!);
  }
  if (weights.length > 2 * count) weights[2 * count] = nyquist;
}

/**
 * Courses with phases added to their spectra: what phase randomisation does.
 * @param course - time × units
 * @param phases - radians for each frequency above 0 and below Nyquist
 * @returns time × units; means and amplitudes are kept
 */
export function withPhases({ rows, cols, data }: Matrix, phases: readonly number[]): Matrix {
  const basis = fourierMatrix(rows).data;
  const count = frequenciesOf(rows);
  const moved = matrix(rows, cols, data.slice());
  for (let unit = 0; unit < cols; unit++) {
    for (let f = 0; f < count; f++) {
      const [c, s] = [f * rows, (count + f) * rows];
      let [cosine, sine] = [0, 0];
      for (let t = 0; t < rows; t++) {
        cosine += basis[c + t]! * data[t * cols + unit]!;
        sine += basis[s + t]! * data[t * cols + unit]!;
      }
      const [turn, across] = [cos(phases[f]!) - 1, sin(phases[f]!)];
      const [byCosine, bySine] = [cosine * turn + sine * across, sine * turn - cosine * across];
      for (let t = 0; t < rows; t++)
        moved.data[t * cols + unit]! += basis[c + t]! * byCosine + basis[s + t]! * bySine;
    }
  }
  return moved;
}
