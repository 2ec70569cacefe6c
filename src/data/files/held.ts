/** What was read so far by one call, or by one process. */
export interface Held {
  /** Bytes that are held of it. */
  bytes: number;
  /** Names of the stimuli of the first representation that had any: `match: "names"` asks for their order. */
  reference?: readonly string[];
  /** What of the options acted on some array. */
  readonly used?: { axes: boolean; mask: boolean; unfit: string | undefined };
  /** Sentences about what was done that nobody said. */
  readonly notes?: Set<string>;
}
