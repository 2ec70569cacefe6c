/** What is known of the work of one process among several that share a job. `index` counts from 0. */
export interface Share {
  readonly index: number;
  readonly count: number;
}

/** Numbers, texts and lists of them, as JSON keeps them. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Results that outlive the process: what is in the ledger is not computed again. A job begins its runs in an order that
 * depends on the job alone, so that the same job begins the same ones.
 */
export interface Ledger {
  /** The part of the units that this process computes; without it, all. */
  readonly share?: Share | undefined;
  /** Whether nothing may be computed: what is missing is an error. */
  readonly closed?: boolean | undefined;
  /** A digest of plain data and typed arrays, by the bits of their numbers. */
  digest(value: unknown): string;
  /** Plain data and typed arrays as bytes; `unpack` gives back the same bits. */
  pack(value: unknown): Uint8Array;
  unpack(bytes: Uint8Array): unknown;
  /**
   * Begins the next run of that name, or goes on with it.
   * @param facts - all that its units depend on but the contents of the inputs
   * @param plan - what the units are, for a run that is begun; a run that goes on keeps its own
   * @param how - whether the facts say what the inputs hold too
   * @throws {CheckpointError} saying what differs, if another run was begun there.
   */
  begin<P extends Plain>(
    name: string,
    facts: Readonly<Record<string, Plain>>,
    plan: () => { readonly units: number; readonly plan: P },
    how?: { readonly contents?: boolean },
  ): Promise<LedgerRun<P>>;
}

/** One run of a job. Its units are numbered from 0, and any process can compute any of them. */
export interface LedgerRun<P extends Plain = Plain> {
  readonly plan: P;
  readonly units: number;
  /** Whether no process has begun it, where nothing can be added: draws are then computed and not kept. */
  readonly unknown?: boolean;
  has(unit: number): boolean;
  /** @throws {CheckpointError} if it is not there. */
  get(unit: number): Uint8Array;
  /** Keeps the result of a unit: when this returns, the death of the process does not lose it. @throws {CheckpointError} */
  put(unit: number, result: Uint8Array): void;
  /** What was noted under this word last. */
  note(word: string): Uint8Array | undefined;
  /** Notes something beside the units: what is known of an input, part of a unit. */
  putNote(word: string, bytes: Uint8Array): void;
}

/** A process has computed its share: the result is made of all shares, elsewhere. */
export class ShareDone extends Error {
  override readonly name = "ShareDone";

  constructor() {
    super("The share is done.");
  }
}

/** The units start … end − 1 of a share of so many. */
export function unitsOfShare(units: number, { index, count }: Share): { start: number; end: number } {
  return { start: Math.floor((units * index) / count), end: Math.floor((units * (index + 1)) / count) };
}

/** The bytes of numbers. */
export function bytesOfNumbers(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** The numbers in bytes, which need not be aligned. */
export function numbersOfBytes(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.slice().buffer);
}
