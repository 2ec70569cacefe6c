/** Files that are made of an answer, as the command line would write them. */
import type { Comparisons, MetricSpec, Written } from "repgeom";
import { wordOf } from "./files-code.ts";
import type { MadeFile } from "../../worker/runner.ts";

/** `cka.csv`, `cka.npy`, `cka.json`. @param label - which result, where an answer has several */
export function writtenFiles(result: Written, word: string, label = "Values"): MadeFile[] {
  return [
    { name: `${word}.csv`, label: `${label} (.csv)`, make: () => result.toCsv() },
    { name: `${word}.npy`, label: `${label} (.npy)`, make: () => result.toNpy() },
    { name: `${word}.json`, label: `${label}, with options (.json)`, make: () => result.toJson() },
  ];
}

/** Values with all that stands beside them: standard errors, bounds, p-values. */
export function comparisonsFiles(result: Comparisons, word: string, label?: string): MadeFile[] {
  const { test, standardError, interval, p, pFamilyWise, pFdr } = result;
  const beside = {
    test: [test, "on held-out stimuli"],
    se: [standardError, "standard errors"],
    lower: [interval?.lower, "lower bounds"],
    upper: [interval?.upper, "upper bounds"],
    p: [p, "p"],
    "p-family-wise": [pFamilyWise, "p, family-wise"],
    "p-fdr": [pFdr, "p, false discovery rate"],
  } as const;
  const more = Object.entries(beside).flatMap(([name, [values, text]]): MadeFile[] => {
    if (!values) return [];
    const [file, about] = [`${word}.${name}`, label ? `${label}, ${text}` : `Values, ${text}`];
    return [
      { name: `${file}.csv`, label: `${about} (.csv)`, make: () => values.toCsv() },
      { name: `${file}.npy`, label: `${about} (.npy)`, make: () => values.toNpy() },
    ];
  });
  return [...writtenFiles(result, word, label), ...more];
}

/** A word for the files of each metric: its name, and its options where several have that name. */
export function wordsOf(specs: readonly MetricSpec[]): string[] {
  return specs.map(({ metric, ...options }) => {
    const shared = specs.filter((other) => other.metric === metric).length > 1;
    const given = Object.entries(options).map(([name, value]) => `${name}=${wordOf(value)}`);
    return [metric, ...(shared ? given : [])].join("-").replace(/[^\w.=+-]/g, "");
  });
}
