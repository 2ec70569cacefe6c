import { cos, sin } from "../../../base/math/circular.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Centred } from "../courses.ts";
import type { Movement, Phases, Shifts } from "./resamples.ts";
import { frequenciesOf } from "./spectrum.ts";

/**
 * Writes the course of a subject in a sample, about its mean, or its Fourier coefficients: inner
 * products are the same. All courses of a test are in the one form or the other.
 */
export type MovedCourse = (sample: number, subject: number, unit: number, into: Float64Array) => void;

/** Courses moved one at a time, for the few places where sums over pairs lose digits. */
export function movedCourse(
  own: readonly Centred[],
  plan: Movement,
  spectrumOf: (course: Centred) => Matrix,
): MovedCourse {
  return plan.kind === "shifts" ? rolled(own, plan) : turned(own, plan, spectrumOf);
}

function rolled(own: readonly Centred[], { shifts }: Shifts): MovedCourse {
  return (sample, subject, unit, into) => {
    const { rows: time, cols, data } = own[subject]!.course;
    const shift = shifts[sample * own.length + subject]! % time;
    for (let t = 0; t < time; t++) into[(t + shift + time) % time] = data[t * cols + unit]!;
  };
}

/** The spectrum is cosine part − i · sine part, and is multiplied with exp(iφ). */
function turned(
  own: readonly Centred[],
  { phases, signs }: Phases,
  spectrumOf: (course: Centred) => Matrix,
): MovedCourse {
  return (sample, subject, unit, into) => {
    const { rows: coefficients, cols, data } = spectrumOf(own[subject]!);
    const count = frequenciesOf(coefficients + 1);
    const at = sample * own.length + subject;
    into.fill(0);
    for (let f = 0; f < count; f++) {
      const [cosine, sine] = [data[f * cols + unit]!, data[(count + f) * cols + unit]!];
      const phase = phases[at * count + f]!;
      into[f] = cosine * cos(phase) + sine * sin(phase);
      into[count + f] = sine * cos(phase) - cosine * sin(phase);
    }
    for (let k = 2 * count; k < coefficients; k++) into[k] = signs[at]! * data[k * cols + unit]!;
  };
}
