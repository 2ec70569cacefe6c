/**
 * What is compared: the responses of one network (layer, region, subject) to
 * the stimuli, with a name. Readers in `io/` make them, metrics take them apart.
 */
export interface Representation {
  /** Appears in results, reports and error messages. */
  readonly name: string;
  /** Length of each axis; the first is stimuli. `[stimuli, units]` for a matrix. */
  readonly shape: readonly number[];
  /** Row-major (C order), `shape` multiplied out long. */
  readonly data: Float64Array | Float32Array;
  /** Name of each stimulus, where the file carries them. */
  readonly stimuli?: readonly string[];
}

/** What the public functions take for one representation. */
export type RepresentationLike =
  | Representation
  | { readonly name?: string; readonly rows: number; readonly cols: number; readonly data: Float64Array | Float32Array }
  | readonly (readonly number[])[];
