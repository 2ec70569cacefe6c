import type { Matrix } from "../../base/matrix.ts";
import type { Estimate } from "../../base/statistics.ts";
import type { Outline } from "../../data/representation.ts";
import type { SharedSpaceResult } from "./result.ts";
import { writeNpy } from "../../data/write.ts";
import type { Study } from "./command-study.ts";

const npyOf = ({ rows, cols, data }: Matrix) => writeNpy([rows, cols], data);

/** The name of a network as part of a file name. */
const fileName = (name: string) => name.replaceAll(/[/\\:]/g, "-");

/** Names of the files in the folder. */
export function placesOf(networks: readonly Outline[], method: string): string[] {
  const names = networks.map(({ name }) => fileName(name));
  return [
    "shared.npy",
    ...names.map((name) => `W_${name}.npy`),
    ...(method === "robust-srm" ? names.map((name) => `individual_${name}.npy`) : []),
    "wrsm.npy",
    "irsm-native.npy",
    "irsm-shared.npy",
    "summary.json",
  ];
}

/** The files and what they hold. */
export function contentsOf(
  space: SharedSpaceResult & { individual?: readonly Matrix[] },
  { wrsm, native, shared }: Study,
  networks: readonly Outline[],
  summary: string,
): [name: string, content: string | Uint8Array][] {
  const each = (word: string, matrices: readonly Matrix[]) =>
    matrices.map((one, k): [string, Uint8Array] => [
      `${word}_${fileName(networks[k]!.name)}.npy`,
      npyOf(one),
    ]);
  return [
    ["shared.npy", space.toNpy()],
    ...each("W", space.maps),
    ...each("individual", space.individual ?? []),
    ["wrsm.npy", wrsm.toNpy()],
    ...(native ? ([["irsm-native.npy", native.irsm.toNpy()]] as [string, Uint8Array][]) : []),
    ["irsm-shared.npy", shared.irsm.toNpy()],
    ["summary.json", summary],
  ];
}

/** What `summary.json` says beside the facts of the shared space. */
export function comparisonsOf({ wrsm, agreement, shared, native }: Study): object {
  return {
    similarity: wrsm.similarity,
    wrsmIrsmCorrelation: {
      native: native ? estimateOf(native.correlation) : null,
      shared: estimateOf(shared.correlation),
    },
    wrsmAgreement: { ...estimateOf(agreement), correlations: [...agreement.correlations.data] },
  };
}

function estimateOf({ value, lower, upper }: Estimate): object {
  return { value, interval: Number.isNaN(lower) ? null : [lower, upper] };
}

/** What a reader must know, a sentence each. */
export function warningsOf(
  { names, warnings }: Pick<SharedSpaceResult, "names" | "warnings">,
  { native, agreement }: Study,
): string[] {
  return [
    ...warnings,
    ...(native ? [] : ["networks differ in their number of units: no native RSMs between networks"]),
    ...(Number.isNaN(agreement.lower)
      ? [
          `no interval for the agreement within networks: ${names.length === 2 ? "two networks make one pair, which every resample repeats" : "every resample has the same value"}`,
        ]
      : []),
  ];
}

/** What was found, a sentence each. */
export function findingsOf({ varianceExplained }: SharedSpaceResult, { native, shared }: Study): string[] {
  const show = ({ value, lower, upper }: Estimate) =>
    Number.isNaN(lower)
      ? `${value.toFixed(4)} (no interval)`
      : `${value.toFixed(4)} (95 % interval ${lower.toFixed(4)} to ${upper.toFixed(4)})`;
  return [
    `variance explained ${varianceExplained.total.toFixed(4)}`,
    ...(native ? [`within – between RSM correlation, native: ${show(native.correlation)}`] : []),
    `within – between RSM correlation, shared: ${show(shared.correlation)}`,
  ];
}
