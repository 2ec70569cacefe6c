import { optional, whole, type Chosen, type OptionSchemas } from "../../base/options.ts";

/** Options of `explain`. */
export interface ExplainOptions {
  readonly leaveOut?: number | undefined;
  readonly pairs?: number | undefined;
  readonly dimensions?: number | undefined;
}

/** Values that are computed anew of stimuli or of units, where nothing is said. */
export const mostLeftOut = 200;
/** Multiplications that these may take in all, where nothing is said: some seconds of one thread. */
export const mostOperations = 2e10;

export const explainOptions = {
  leaveOut: optional(
    whole(
      0,
      0,
      100_000,
      `Where the value is no sum: how many stimuli, and units of a network, are left out one by one at most; of more of them there is no leave-one-out, which a note says. Left out: ${mostLeftOut}, and no more than some seconds of work.`,
    ),
  ),
  pairs: whole(
    500,
    0,
    5000,
    "Stimuli up to which the shares of all pairs of stimuli are given, where the value is a sum over them: a matrix stimuli × stimuli.",
  ),
  dimensions: whole(
    3,
    0,
    10,
    "Leading principal axes in which both networks are given, moved onto each other; 0: none.",
  ),
} satisfies OptionSchemas<ExplainOptions>;

export type ChosenExplain = Chosen<typeof explainOptions>;
