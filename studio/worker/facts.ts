/** What the page shows of a representation as soon as it is read. */
import { describeTaken, type Engine, type Representation } from "repgeom";
import type { Item, Remedy } from "../session/types.ts";
import { thumbnailOf } from "./thumbnail.ts";

type Facts = Pick<Item, "readAs" | "kind" | "shape" | "axes" | "type" | "said" | "warnings"> &
  Partial<Pick<Item, "stimuli" | "thumbnail" | "bytes" | "remedies">>;

export async function factsOf(representation: Representation, engine: Engine): Promise<Facts> {
  const { name, shape, data, stored, stimuli, arranged = [] } = representation;
  const kind = kindOf(representation);
  const taken = describeTaken(representation);
  const { warnings, remedies } = warningsOf(representation);
  const thumbnail = await thumbnailOf(representation, engine);
  const all = [...kind.remedies, ...remedies];
  return {
    readAs: name,
    kind: kind.name,
    shape: [...shape],
    axes: kind.axes,
    type: stored ?? (data instanceof Float32Array ? "float32" : "float64"),
    bytes: data.byteLength,
    said: [...(taken ? [`Read ${taken}.`] : []), ...arranged],
    warnings: [...kind.warnings, ...warnings],
    ...(all.length > 0 && { remedies: all }),
    ...(stimuli && { stimuli: [...stimuli] }),
    ...(thumbnail && { thumbnail }),
  };
}

interface Kind {
  readonly name: Item["kind"];
  readonly axes: string;
  readonly warnings: readonly string[];
  readonly remedies: readonly Remedy[];
}

function kindOf({ shape, covariances, factors, repeats, layout }: Representation): Kind {
  const plain = (name: Item["kind"], axes: string): Kind => ({ name, axes, warnings: [], remedies: [] });
  if (covariances ?? factors) return plain("gaussians", "stimuli × units, with covariances");
  if (repeats) return plain("repeats", "stimuli × repeats × units");
  if (shape.length === 2) return plain("matrix", "stimuli × units");
  if (shape.length === 3) return plain("repeats", "stimuli × repeats × units");
  if (layout === "nchw") return plain("images", "stimuli × channels × height × width");
  if (layout === "nhwc") return plain("images", "stimuli × height × width × channels");
  return unnamed(shape);
}

/** More axes than the library has names for. */
function unnamed(shape: readonly number[]): Kind {
  const ofImages: Remedy[] = [
    { label: "Channels first (nchw)", reading: { layout: "nchw" } },
    { label: "Channels last (nhwc)", reading: { layout: "nhwc" } },
  ];
  return {
    name: "other",
    axes: `${shape.length} axes`,
    warnings: [`Nothing says what its ${shape.length} axes are.`],
    remedies: [...(shape.length === 4 ? ofImages : []), { label: "Name the axes…", form: "axes" }],
  };
}

/** Values that are no numbers, and units that say nothing. */
function warningsOf({ shape, data }: Representation): Pick<Facts, "warnings"> & { remedies: Remedy[] } {
  let bad = 0;
  for (let at = 0; at < data.length; at++) if (!Number.isFinite(data[at])) bad++;
  const warnings = bad > 0 ? [`${bad} of ${data.length} values are NaN or infinite.`] : [];
  const constant = shape.length === 2 ? constantUnits(shape as [number, number], data) : 0;
  if (constant === 0) return { warnings, remedies: [] };
  const said = `${constant} of ${shape[1]} units are the same for all stimuli.`;
  const leave: Remedy = { label: "Leave constant units out", reading: { dropConstant: true } };
  return { warnings: [...warnings, said], remedies: constant < shape[1]! ? [leave] : [] };
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
