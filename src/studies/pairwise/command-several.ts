import type { Delivery } from "../../cli/deliver.ts";
import { asWritable, type Writable } from "../../cli/output.ts";
import type { NetworkGroups } from "../groups/by-column.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import type { Section } from "../../report/figures.ts";
import { agreementOf, agreementSection } from "./picture/agreement.ts";
import { matricesBeside, matrixLines } from "./command-validation.ts";

/** What one of several metrics gave, under a word for its files. */
export interface Measured {
  readonly word: string;
  readonly result: Comparisons;
  /** Added to its document. */
  readonly added?: object;
  readonly notes?: readonly string[];
  readonly findings?: readonly string[];
  /** Of its networks, tested if that was asked for. */
  readonly groups?: NetworkGroups | undefined;
}

/** One metric as it is. */
export function oneOf({ result, added = {}, notes = [], findings = [] }: Measured): Omit<Delivery, "report"> {
  const [rows, cols] = [result.rowNames.length, result.colNames.length];
  const beside = matricesBeside(result);
  return {
    result: asWritable(result, added),
    numbers: matrixLines(result, beside),
    beside: beside.map(({ word, values }) => ({ word, result: asWritable(values, {}) })),
    summary: `${rows} × ${cols} ${result.metric}`,
    warnings: [...result.warnings, ...notes],
    findings,
  };
}

/** Words of the files of several metrics: a matrix each, and what stands beside it. */
export function severalWords(words: readonly string[], beside: readonly string[]): string[] {
  return words.flatMap((word) => [word, ...beside.map((further) => `${word}.${further}`)]);
}

/**
 * Several metrics of the same files, as a command delivers them: `D.npy` becomes `D.cka.npy` and
 * `D.procrustes.npy`, and JSON holds a list.
 */
export function severalOf(all: readonly Measured[]): Omit<Delivery, "report"> {
  const [{ result }] = all as [Measured];
  const [rows, cols] = [result.rowNames.length, result.colNames.length];
  const words = all.map(({ word }) => word).join(", ");
  return {
    result: documentOf(all),
    split: true,
    numbers: linesOf(all),
    beside: all.flatMap((one) => [
      { word: one.word, result: asWritable(one.result, one.added ?? {}) },
      ...matricesBeside(one.result).map(({ word, values }) => ({
        word: `${one.word}.${word}`,
        result: asWritable(values, {}),
      })),
    ]),
    summary: `${rows} × ${cols}, one of ${all.length} metrics: ${words}`,
    warnings: told(all, ({ result, notes = [] }) => [...result.warnings, ...notes]),
    findings: told(all, ({ findings = [] }) => findings),
  };
}

/** How three metrics or more agree. */
export function agreementSections(all: readonly Measured[]): Section[] {
  const found = agreementOf(all.map(({ result }) => result));
  return found
    ? [
        agreementSection(
          found,
          all.map(({ word }) => word),
        ),
      ]
    : [];
}

function documentOf(all: readonly Measured[]): Writable {
  const results = all.map(({ result, added = {} }) => asWritable(result, added).document);
  const found = agreementOf(all.map(({ result }) => result));
  const none = () => {
    throw new Error("Several matrices are written one by one.");
  };
  return {
    toNpy: none,
    toCsv: none,
    toTable: none,
    toArray: none,
    document: {
      results,
      ...(found ? { agreement: { metrics: all.map(({ word }) => word), ...found } } : {}),
    },
  };
}

/** Each matrix after a line with its word; those beside it follow. */
function* linesOf(all: readonly Measured[]): Generator<string> {
  for (const [k, { word, result }] of all.entries()) {
    yield `${k > 0 ? "\n" : ""}# ${word}\n`;
    const beside = matricesBeside(result).map((one) => ({ ...one, word: `${word}.${one.word}` }));
    yield* matrixLines(result, beside);
  }
}

/** Sentences, each with the metric that it is about. */
function told(all: readonly Measured[], of: (one: Measured) => readonly string[]): string[] {
  return all.flatMap((one) => of(one).map((text) => `${one.word}: ${text}`));
}
