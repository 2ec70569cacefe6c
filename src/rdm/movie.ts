import { OptionError, ShapeError } from "../base/errors.ts";
import { mean } from "../base/statistics.ts";
import { version } from "../base/version.ts";
import type { Representation } from "../data/representation.ts";
import { written, type Written } from "../data/written.ts";
import { describeOptions, type MovieOptions, type ResolvedRdm } from "./options.ts";
import type { Noise } from "./noise/kinds.ts";
import { rdmFrom, type Rdm } from "./rdm.ts";
import { stackParts } from "./stack.ts";

/** RDMs over time; written as times × pairs. */
export interface RdmMovie extends Written {
  readonly name: string;
  /** One for each time or bin, named `name@time`. */
  readonly rdms: readonly Rdm[];
  /** Mean of the time points (numbers from 0) of each RDM. */
  readonly times: readonly number[];
}

/** What each frame is cut from, on any thread. */
export interface Frames {
  readonly name: string;
  /** [rows, times, units] */
  readonly shape: readonly [number, number, number];
  readonly data: Float64Array | Float32Array;
  /** Shape of one frame, and the names of its rows. */
  readonly frame: readonly number[];
  readonly stimuli: readonly string[] | undefined;
  readonly resolved: ResolvedRdm;
}

/** Times that make one frame, and the name of the time. */
export interface FramePiece {
  readonly times: readonly number[];
  /** Of this frame alone, where each has its own. */
  readonly noise?: Noise;
}

/**
 * The frames of a movie as pieces of work.
 * @param bins - lists of times that are averaged; without them each time is a frame
 * @throws {ShapeError} for other axes than stimuli (× repeats) × time × units.
 * @throws {OptionError} for an empty bin or a time outside.
 */
export function movieFrames(
  { name, shape, data, stimuli }: Representation,
  bins: MovieOptions["bins"],
  resolved: ResolvedRdm,
  noises?: readonly Noise[],
) {
  if (shape.length !== 3 && shape.length !== 4) {
    throw new ShapeError(
      `rdmMovie accepts stimuli × time × units or stimuli × repeats × time × units; ${name} is ${shape.join(" × ")}.`,
    );
  }
  const [times, units] = shape.slice(-2) as [number, number];
  const binned: FramePiece[] = bins
    ? checkedBins(bins, times)
    : Array.from({ length: times }, (_, time) => ({ times: [time] }));
  const pieces = noises ? withNoises(binned, noises, name) : binned;
  const lead = shape.slice(0, -2);
  const rows = lead.reduce((product, length) => product * length, 1);
  const frames: Frames = {
    name,
    shape: [rows, times, units],
    data,
    frame: [...lead, units],
    stimuli,
    resolved,
  };
  return { frames, pieces, finish: (results: readonly FrameRdm[]) => movie(frames, pieces, results) };
}

/** @throws {ShapeError} unless there is one for each frame. */
function withNoises(pieces: readonly FramePiece[], noises: readonly Noise[], name: string): FramePiece[] {
  if (noises.length === pieces.length) return pieces.map((piece, k) => ({ ...piece, noise: noises[k]! }));
  throw new ShapeError(
    `rdmMovie: noiseAt has ${noises.length} entries, ${name} makes ${pieces.length} RDMs; give one for each time, or each bin.`,
  );
}

/** What a frame is computed by. */
export function resolvedOf({ resolved }: Frames, { noise }: FramePiece): ResolvedRdm {
  return noise ? { ...resolved, request: { ...resolved.request, noise } } : resolved;
}

/** The values of one frame. */
export interface FrameRdm {
  readonly stimuli: readonly string[];
  readonly condensed: Float64Array;
}

/** The responses of one frame: the mean over its times. */
export function frameOf(
  { name, shape, data, frame, stimuli }: Frames,
  { times }: FramePiece,
): Representation {
  const [rows, all, units] = shape;
  const values = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    for (const time of times) {
      const from = (row * all + time) * units;
      for (let k = 0; k < units; k++) values[row * units + k]! += data[from + k]! / times.length;
    }
  }
  return { name: `${name}@${times.join("+")}`, shape: frame, data: values, ...(stimuli && { stimuli }) };
}

function checkedBins(bins: readonly (readonly number[])[], times: number): FramePiece[] {
  const outside = (time: number) => !(Number.isInteger(time) && time >= 0 && time < times);
  const wrong = (bin: readonly number[]) => bin.length === 0 || Array.from(bin).some(outside);
  const bad = bins.findIndex(wrong);
  if (bad < 0 && bins.length > 0) return bins.map((bin) => ({ times: bin }));
  throw new OptionError(
    `rdmMovie: bins are lists of times from 0 to ${times - 1}; got ${bad < 0 ? "none" : `[${listed(bins[bad]!)}] as bin ${bad}`}.`,
  );
}

/** The times of a bin; of many the first and the last. */
function listed(bin: readonly number[]): string {
  return bin.length <= 10 ? bin.join(", ") : `${bin.slice(0, 3).join(", ")}, …, ${bin.at(-1)}`;
}

function movie(
  { name, resolved }: Frames,
  pieces: readonly FramePiece[],
  results: readonly FrameRdm[],
): RdmMovie {
  const { dissimilarity } = resolved.request;
  const described = describeOptions(resolved);
  const own = pieces.some(({ noise }) => noise);
  const options = own
    ? { ...described, noise: `${String(described["noise"])}, one for each time` }
    : described;
  const times = pieces.map((piece) => mean(piece.times));
  const rdms = results.map(({ stimuli, condensed }, frame) =>
    rdmFrom({ name: `${name}@${times[frame]}`, dissimilarity, stimuli, condensed, options }),
  );
  const { stimuli } = rdms[0]!;
  const document = () => {
    const condensed = rdms.map((rdm) => [...rdm.condensed]);
    return { name, dissimilarity, options, version, times, stimuli, condensed };
  };
  return { name, rdms, times, ...written({ document, ...stackParts(rdms) }) };
}
