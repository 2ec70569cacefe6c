import { choice, number, seed, whole, type OptionSchemas } from "../../base/options.ts";

/** Options of dynamical similarity analysis. */
export interface DsaOptions {
  delays: number;
  delayInterval: number;
  rank: number;
  variance: number;
  lambda: number;
  ground: "angular" | "euclidean";
  restarts: number;
  seed: number;
  tolerance: number;
  iterations: number;
}

export const dsaOptions: OptionSchemas<DsaOptions> = {
  delays: whole(
    1,
    1,
    1e6,
    "Times that are put side by side: the state at a time is the responses then and at delays − 1 earlier times.",
  ),
  delayInterval: whole(1, 1, 1e6, "Steps of time between one delay and the next."),
  rank: whole(
    0,
    0,
    1e6,
    "Principal directions of the delayed responses in which the dynamics are fitted; as many as there are, where there are fewer. 0: as many as variance asks for.",
  ),
  variance: number(
    1,
    0,
    1,
    "With rank 0: the fewest directions that hold this share of the sum of squares, one at least. 1: all that are more than rounding. Noise in weak directions counts as much as signal in strong ones, so noisy responses want less.",
  ),
  lambda: number(
    0,
    0,
    1e9,
    "Ridge penalty of the fit from one time to the next, where each direction has the length 1 over all times.",
  ),
  ground: choice(
    ["angular", "euclidean"],
    "Angle between the two operators after the best change of axes, in radians; or the Frobenius norm of their difference.",
  ),
  restarts: whole(
    16,
    1,
    10_000,
    "Starts in all, half of them in each component of the orthogonal group (rotations, reflections); the best end wins. The first ten match principal axes of the two operators, the others are random.",
  ),
  seed: seed("Decides the random starts."),
  tolerance: number(
    1e-12,
    0,
    1,
    "A search ends where the next step promises to lower the squared difference by less than this part of it.",
  ),
  iterations: whole(1000, 1, 1e9, "Most steps of one search."),
};
