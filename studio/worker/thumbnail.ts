/** A small RDM, by which a person knows a representation again. */
import type { Engine, Representation } from "repgeom";
import type { Item } from "../session/types.ts";

/** Stimuli and units that it is made of, at most, evenly taken: it is as quick for a large file as for a small one. */
const [mostStimuli, mostUnits] = [24, 512];

/** Undefined where there is none: fewer than three stimuli, or no unit without NaN. */
export async function thumbnailOf(
  representation: Representation,
  engine: Engine,
): Promise<Item["thumbnail"]> {
  const { name, shape, data, repeats } = representation;
  const stimuli = repeats ? repeats.length : shape[0]!;
  if (stimuli < 3) return undefined;
  const width = repeats ? shape[1]! : data.length / stimuli;
  const rows = evenly(stimuli, mostStimuli).map((one) => (repeats ? startOf(repeats, one) : one));
  const units = evenly(width, mostUnits).filter((unit) =>
    rows.every((row) => Number.isFinite(data[row * width + unit])),
  );
  if (units.length === 0) return undefined;
  const taken = new Float64Array(rows.length * units.length);
  rows.forEach((row, i) =>
    units.forEach((unit, k) => (taken[i * units.length + k] = data[row * width + unit]!)),
  );
  const small = { name, shape: [rows.length, units.length], data: taken };
  try {
    const rdm = await engine.rdm(small, { dissimilarity: "euclidean" });
    return { side: rows.length, values: inBytes(rdm.square().data) };
  } catch {
    return undefined; // e.g. numbers whose squares overflow
  }
}

/** All places, or `most` of them. */
function evenly(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, k) => Math.floor((k * count) / taken));
}

/** The first repeat of a stimulus. */
function startOf(repeats: readonly number[], stimulus: number): number {
  return repeats.slice(0, stimulus).reduce((sum, count) => sum + count, 0);
}

/** From 0 to 255: a session of a thousand networks stays small. */
function inBytes(values: ArrayLike<number>): number[] {
  let most = 0;
  for (let at = 0; at < values.length; at++) most = Math.max(most, values[at]!);
  return Array.from(values, (value) => (most > 0 ? Math.round((255 * value) / most) : 0));
}
