import { boolean, mostDraws, number, optional, whole, type OptionSchemas } from "../../base/options.ts";
import { engineOptions } from "../../run/runtime.ts";

/** How the service computes, and how much. Sizes are flags of their own. */
export interface ServeOptions {
  readonly port: number;
  readonly concurrency: number;
  readonly queue: number;
  readonly timeout: number;
  readonly bodyTimeout: number;
  readonly grace: number;
  readonly maxNetworks: number;
  readonly maxSamples: number;
  readonly threads: number | undefined;
  readonly deterministic: boolean;
}

/** Seconds of a day. */
const day = 86_400;

export const serveOptions: OptionSchemas<ServeOptions> = {
  port: whole(8080, 0, 65_535, "Port; 0: a free one."),
  concurrency: whole(2, 1, 256, "Jobs that are worked on at once. They share the threads."),
  queue: whole(32, 0, 100_000, "Jobs that may wait for that. What is beyond is refused with 429."),
  timeout: number(
    300,
    0.001,
    day,
    "Seconds of work for one job, without its waiting; then it ends, and the answer is 504.",
  ),
  bodyTimeout: number(60, 0.1, day, "Seconds in which a whole request must have arrived."),
  grace: number(
    30,
    0,
    day,
    "Seconds after SIGTERM or Ctrl-C in which requests that were accepted are finished. A second signal ends at once.",
  ),
  maxNetworks: whole(500, 2, 100_000, "Representations of one request at most."),
  maxSamples: whole(10_000, 2, mostDraws, "Resamples (samples) of one request at most."),
  threads: optional(whole(1, 1, 1024, "Worker threads, which all jobs share. Default: one for each core.")),
  deterministic: boolean(false, engineOptions.deterministic.doc),
};
