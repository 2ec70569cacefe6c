import type { ArrayPart, Representation } from "./representation.ts";

/** The responses to some of the stimuli, with all that belongs to them. */
export function takeStimuli(representation: Representation, chosen: readonly number[]): Representation {
  const { shape, data, stimuli, repeats, covariances, factors } = representation;
  const rows = repeats ? rowsOfRepeats(repeats, chosen) : chosen;
  return {
    ...representation,
    ...takeFirstAxis({ shape, data }, rows),
    ...(stimuli ? { stimuli: chosen.map((one) => stimuli[one]!) } : {}),
    ...(repeats ? { repeats: chosen.map((one) => repeats[one]!) } : {}),
    ...(covariances ? { covariances: takeFirstAxis(covariances, chosen) } : {}),
    ...(factors ? { factors: takeFirstAxis(factors, chosen) } : {}),
  };
}

function takeFirstAxis({ shape, data }: ArrayPart, rows: readonly number[]): ArrayPart {
  const width = data.length / shape[0]!;
  const taken = new (data.constructor as Float64ArrayConstructor)(rows.length * width);
  for (const [k, row] of rows.entries())
    taken.set(data.subarray(row * width, (row + 1) * width) as Float64Array, k * width);
  return { shape: [rows.length, ...shape.slice(1)], data: taken };
}

/** Rows that hold the repeats of those stimuli. */
function rowsOfRepeats(repeats: readonly number[], stimuli: readonly number[]): number[] {
  const starts = [0];
  for (const count of repeats) starts.push(starts.at(-1)! + count);
  return stimuli.flatMap((one) => Array.from({ length: repeats[one]! }, (_, k) => starts[one]! + k));
}
