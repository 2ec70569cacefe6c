/** What is wrong with the queue: its address, its server, its jobs. The message says what to do, and has no password. */
export class QueueError extends Error {}

/** A tile failed as often as it may be tried: the job cannot be completed. */
export class TileError extends Error {
  constructor(tile: number, message: string);
  readonly tile: number;
}

/**
 * Thrown by `compute` of a worker that can do none of the job's tiles, for want of memory for example: its tiles are
 * handed back, and `work` rejects with the error's cause.
 */
export class LeaveError extends Error {}

/** The result of one tile. */
export interface Result {
  readonly tile: number;
  /** The name of the worker that computed it. */
  readonly worker: string;
  /** Plain data that the worker sent beside. */
  readonly notes: unknown;
  readonly bytes: Uint8Array;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Names of the workers that sent results in the last minute. */
  readonly workers: readonly string[];
  /** Tiles a second, over the last minute. */
  readonly perSecond: number;
  /** Infinity while nothing is known. */
  readonly secondsLeft: number;
}

export interface CoordinateOptions {
  /** `redis://host:port`, or `rediss://user:password@host:port/db`. */
  readonly url: string;
  /** Letters, digits and hyphens; the same when a coordinator goes on with a job. */
  readonly id: string;
  /** What workers are told of the job: plain data. */
  readonly about: unknown;
  /** Tiles are numbered from 0 to this. */
  readonly tiles: number;
  /** Whether the result of a tile is here. */
  has(tile: number): boolean;
  /**
   * Keeps a result; `has` is true of it then. If it returns false, the result is not taken, and the tile is computed
   * again. What it throws ends the job.
   */
  accept(result: Result): boolean | void | Promise<boolean | void>;
  /** Tiles that are in Redis at once, at most. Default: 2000. */
  readonly window?: number;
  /** How often a tile may fail. Default: 3. */
  readonly tries?: number;
  /** Seconds of silence after which a worker's tiles are given to another. Default: 30. */
  readonly patience?: number;
  /** Ends the job: it is removed from Redis. */
  readonly signal?: AbortSignal | undefined;
  onProgress?(progress: Progress): void;
  /** Hears what a log should have. */
  say?(text: string): void;
}

export interface Totals {
  readonly tiles: number;
  /** Results that came twice, and were ignored. */
  readonly repeated: number;
  /** Tiles that Redis had lost. */
  readonly addedAgain: number;
}

/**
 * Has all tiles of a job computed by the workers of a queue, and gives each result to `accept`, in any order. When it
 * ends, by success or not, nothing of the job is left in Redis.
 * @throws {QueueError} if the server is not there, or does not let us in.
 * @throws {TileError} with the text of the last error of a tile that failed as often as it may be tried.
 */
export function coordinate(options: CoordinateOptions): Promise<Totals>;

/** A job on which a worker works. */
export interface OpenJob {
  /** How many tiles it computes at once; it is given one more, so that none waits for the queue. */
  readonly lanes: number;
  /** @throws {LeaveError} to end the worker. Any other error is a try of the tile. */
  compute(tile: number): Promise<{ readonly bytes: Uint8Array; readonly notes?: unknown }>;
  close(): void | Promise<void>;
}

export interface WorkOptions {
  /** As that of the coordinator. */
  readonly url: string;
  /** By which coordinators and logs call this worker. */
  readonly name: string;
  /** Whether it ends when its first job is over. */
  readonly once?: boolean | undefined;
  /** Hands back its tiles and ends. */
  readonly signal?: AbortSignal | undefined;
  /** Makes ready for a job. What it throws ends the worker. */
  open(about: unknown, id: string): Promise<OpenJob>;
  say?(text: string): void;
}

/**
 * Works on the tiles of the jobs of a queue until the signal aborts; with `once`, until its first job is over. The
 * queue has a thread of its own, which renews the locks of the tiles however long `compute` holds up the calling one.
 * @returns how many tiles it computed
 * @throws {QueueError} if the server is not there, or does not let us in; what `open` throws; and the cause of a
 *   `LeaveError`.
 */
export function work(options: WorkOptions): Promise<{ readonly tiles: number }>;

export interface ListedJob {
  readonly id: string;
  /** `silent`: its coordinator died. */
  readonly state: "there" | "over" | "silent";
  readonly isPaused: boolean;
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
  /** Results that its coordinator has not taken yet. */
  readonly results: number;
}

/** All jobs of a queue. @throws {QueueError} */
export function listJobs(url: string): Promise<ListedJob[]>;

/** Workers take no further tile of a job, or of any. @returns the ids. @throws {QueueError} if there is no such job. */
export function pauseJobs(url: string, id?: string): Promise<string[]>;

/** The opposite of `pauseJobs`. */
export function resumeJobs(url: string, id?: string): Promise<string[]>;

/** Removes a job whose coordinator died and will not come back. @throws {QueueError} if it lives. */
export function dropJob(url: string, id: string): Promise<void>;

/** @throws {QueueError} if it is no address of Redis. */
export function addressOf(url: string): { readonly host: string; readonly port: number; readonly db: number };

/** An address as it may be shown: without user and password. */
export function shownAddress(url: string): string;
