/** What the page shows of a representation as soon as it is read. */
import { describeTaken, type Engine, type Representation } from "repgeom";
import type { Item } from "../session/types.ts";

type Facts = Pick<Item, "readAs" | "kind" | "shape" | "axes" | "type" | "said" | "warnings"> &
  Partial<Pick<Item, "stimuli" | "thumbnail">>;

const thumbnailStimuli = 32;

export async function factsOf(representation: Representation, engine: Engine): Promise<Facts> {
  const { name, shape, data, stored, stimuli, arranged = [] } = representation;
  const kind = kindOf(representation);
  const taken = describeTaken(representation);
  const thumbnail = kind.name === "matrix" ? await thumbnailOf(representation, engine) : undefined;
  return {
    readAs: name,
    kind: kind.name,
    shape,
    axes: kind.axes,
    type: stored ?? (data instanceof Float32Array ? "float32" : "float64"),
    said: [...(taken ? [`Read ${taken}.`] : []), ...arranged],
    warnings: warningsOf(representation),
    ...(stimuli && { stimuli }),
    ...(thumbnail && { thumbnail }),
  };
}

function kindOf({ shape, covariances, factors, repeats, layout }: Representation): {
  name: Item["kind"];
  axes: string;
} {
  if (covariances ?? factors) return { name: "gaussians", axes: "stimuli × units, with covariances" };
  if (repeats) return { name: "repeats", axes: "stimuli × repeats × units" };
  if (shape.length === 2) return { name: "matrix", axes: "stimuli × units" };
  if (shape.length === 3) return { name: "repeats", axes: "stimuli × repeats × units" };
  if (shape.length !== 4) return { name: "other", axes: `${shape.length} axes` };
  if (layout === "nchw") return { name: "images", axes: "stimuli × channels × height × width" };
  if (layout === "nhwc") return { name: "images", axes: "stimuli × height × width × channels" };
  return { name: "other", axes: "four axes: say which, under Reading" };
}

/** Values that are no numbers, and units that say nothing. */
function warningsOf({ shape, data }: Representation): string[] {
  let bad = 0;
  for (const value of data) if (!Number.isFinite(value)) bad++;
  const warnings = bad > 0 ? [`${bad} of ${data.length} values are NaN or infinite.`] : [];
  if (shape.length !== 2) return warnings;
  const constant = constantUnits(shape as [number, number], data);
  return constant > 0
    ? [...warnings, `${constant} of ${shape[1]} units are the same for all stimuli.`]
    : warnings;
}

function constantUnits([stimuli, units]: readonly [number, number], data: ArrayLike<number>): number {
  let constant = 0;
  for (let unit = 0; unit < units; unit++) {
    let row = 1;
    while (row < stimuli && data[row * units + unit] === data[unit]) row++;
    if (row >= stimuli) constant++;
  }
  return constant;
}

/** The RDM of some stimuli, evenly taken; undefined where it cannot be computed. */
async function thumbnailOf(representation: Representation, engine: Engine): Promise<Item["thumbnail"]> {
  const { data, shape, ...rest } = representation;
  const [stimuli, units] = shape as [number, number];
  const side = Math.min(stimuli, thumbnailStimuli);
  if (side < 2) return undefined;
  const rows = Array.from({ length: side }, (_, k) => Math.floor((k * stimuli) / side));
  const taken = Float64Array.from(
    { length: side * units },
    (_, at) => data[rows[Math.floor(at / units)]! * units + (at % units)]!,
  );
  const small = { name: rest.name, shape: [side, units], data: taken };
  try {
    const rdm = await engine.rdm(small, { dissimilarity: "euclidean" });
    return { side, values: Array.from(rdm.square().data) };
  } catch {
    return undefined; // e.g. NaN, which a warning says
  }
}
