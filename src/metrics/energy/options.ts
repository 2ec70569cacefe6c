/** Options of `energy`. */
export interface EnergyOptions {
  within: "unbiased" | "biased";
  group: "orthogonal" | "permutation" | "identity";
  init: "means" | "random";
  restarts: number;
  seed: number;
  tolerance: number;
  iterations: number;
}
