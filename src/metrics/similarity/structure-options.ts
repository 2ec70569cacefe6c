import type { Matrix } from "../../base/matrix.ts";
import type { BandwidthOptions } from "../kernel/bandwidth-options.ts";
import type { CkaOptions } from "../kernel/cka-prepare.ts";
import type { Structure } from "./regions.ts";

/** What a symmetric matrix over stimuli is, and how it is centred. */
export interface StructureOptions extends BandwidthOptions {
  /** What an entry is. */
  readonly kernel: CkaOptions["kernel"] | "distance";
  /** Of the polynomial kernel. */
  readonly degree: number;
  readonly constant: number;
  readonly center: boolean;
  readonly debiased: boolean;
}

/** One network, ready for any number of comparisons. */
export type PreparedStructure = Structure & {
  /** What centring subtracts from entry (i, j): shift[i] + shift[j]; 1 × stimuli, empty for nothing. */
  shift: Matrix;
  /** What features are multiplied by, where their unit matters. */
  factor: number;
  /** How often the features of a confounder are subtracted. */
  slope: number;
  /** Where the features are made: the different stimuli that they are of, and `source` is the features. */
  distinct?: number;
};
