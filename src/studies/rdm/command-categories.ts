/** The labels of stimuli that `--order` and `--blocks` of `repgeom rdm` name. */
import { columnOf } from "../../data/labels.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { UsageError } from "../../cli/errors.ts";
import type { RdmJob } from "./command-files.ts";

/**
 * The value of a column for each stimulus of an RDM: of its row, or where it is the mean of several rows,
 * the one that they all have.
 * @throws {UsageError} if rows of one stimulus differ
 */
export function stimulusLabels({ labels, rows, representation }: RdmJob, rdm: Rdm, column: string): string[] {
  const values = columnOf(labels!, column);
  const { conditions } = rows;
  if (!conditions) return [...values];
  const known = new Map<string, string>();
  for (const [row, condition] of conditions.entries()) {
    const [before, value] = [known.get(String(condition)), values[row]!];
    if (before !== undefined && before !== value)
      throw new UsageError(
        `${representation.name}: rows of stimulus ${condition} have ${JSON.stringify(before)} and ${JSON.stringify(value)} in column ${column}; a stimulus has one ${column}.`,
      );
    known.set(String(condition), value);
  }
  return rdm.stimuli.map((stimulus) => known.get(stimulus) ?? "");
}

/** The stimuli of one RDM and what a column says of them. */
export interface LabelledStimuli {
  readonly owner: string;
  readonly stimuli: readonly string[];
  readonly labels: readonly string[];
}

/**
 * The labels of stimuli that several RDMs are brought to.
 * @throws {UsageError} if two RDMs say different things of one stimulus
 */
export function commonLabels(
  stimuli: readonly string[],
  parts: readonly LabelledStimuli[],
  column: string,
): readonly string[] {
  const [first] = parts;
  const alike = parts.every(
    (part) => sameTexts(part.stimuli, stimuli) && sameTexts(part.labels, first!.labels),
  );
  if (alike) return first!.labels;
  const known = new Map<string, string>();
  for (const part of parts) {
    for (const [i, stimulus] of part.stimuli.entries()) {
      const [before, label] = [known.get(stimulus), part.labels[i]!];
      if (before !== undefined && before !== label)
        throw new UsageError(
          `${part.owner}: stimulus ${stimulus} has ${JSON.stringify(label)} in column ${column}, and ${JSON.stringify(before)} in an RDM before; a stimulus has one ${column}.`,
        );
      known.set(stimulus, label);
    }
  }
  return stimuli.map((stimulus) => known.get(stimulus)!);
}

export function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
