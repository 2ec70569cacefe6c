/** The rows that `repgeom rdm` works on: stacked, selected, averaged and split as the flags say. */
import { groupsIn, type Labelled, labelsOf, selectRows, splitRows, stackUnread } from "../../data/labels.ts";
import type { RdmOptions } from "../../rdm/options.ts";
import type { Representation } from "../../data/representation.ts";
import { onlyOne, readFilesLazily, readTable } from "../../cli/engine.ts";
import { withoutOwn } from "../../cli/reading/flags.ts";
import { UsageError } from "../../cli/errors.ts";
import type { RunFlags } from "../../cli/options.ts";
import { unknownName } from "../../base/suggest.ts";

/** Flags that say what the rows are. */
export interface RowFlags extends RunFlags {
  readonly labels?: string;
  readonly select?: readonly string[];
  readonly split?: string;
  readonly average?: string;
  readonly run?: string;
  readonly stack?: boolean;
}

/** One RDM to be made: responses, and which stimulus and run their rows are of. */
export interface RdmJob {
  readonly representation: Representation;
  readonly rows: Pick<RdmOptions, "conditions" | "runs" | "average">;
}

/**
 * @param grouped - whether the dissimilarity compares rows of one stimulus: it then needs to
 *   know the condition of each row, and its run if there is such a column
 * @throws {UsageError} for flags that need `--labels` without it, or a column that is not there
 */
export async function readJobs(
  files: readonly string[],
  flags: RowFlags,
  grouped: boolean,
  signal: AbortSignal,
): Promise<RdmJob[]> {
  checkFlags(flags, files.length);
  const unread = await readFilesLazily(files, withoutOwn(flags, "select"), signal);
  const representation = flags.stack
    ? await stackUnread(unread, signal)
    : await onlyOne("rdm", unread).load(signal);
  if (flags.labels === undefined) {
    return [{ representation, rows: flags.average === undefined ? {} : { average: "repeats" } }];
  }
  const table = await readTable(flags.labels, flags, signal);
  const labels = labelsOf(table, representation.shape[0]!, representation.name);
  const known = Object.keys(labels);
  const column = (flag: string, name: string) => {
    if (known.includes(name)) return name;
    throw new UsageError(`${flag}: ${flags.labels}: ${unknownName("column", name, known)}`);
  };
  const selected = selectAll({ representation, labels }, flags.select ?? [], column);
  const parts =
    flags.split === undefined
      ? [selected]
      : splitRows(selected, column("--split", flags.split)).map(({ part }) => part);
  return parts.map((part) => ({
    representation: part.representation,
    rows: rowFacts(part, flags, grouped, column),
  }));
}

type ColumnCheck = (flag: string, name: string) => string;

function rowFacts(
  { labels }: Labelled,
  flags: RowFlags,
  grouped: boolean,
  column: ColumnCheck,
): RdmJob["rows"] {
  const condition = flags.average ?? (grouped ? "condition" : undefined);
  if (condition === undefined) return {};
  const conditions = groupsIn(labels, column("--average", condition));
  const run = flags.run ?? (grouped && "run" in labels ? "run" : undefined);
  return run === undefined ? { conditions } : { conditions, runs: groupsIn(labels, column("--run", run)) };
}

/** `run=1,2` each: rows that have one of the values. */
function selectAll(given: Labelled, selections: readonly string[], column: ColumnCheck): Labelled {
  return selections.reduce((labelled, text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`--select takes column=value, or column=value,value; got "${text}".`);
    const name = column("--select", text.slice(0, at));
    return selectRows(labelled, { [name]: text.slice(at + 1).split(",") });
  }, given);
}

function checkFlags({ labels, select, split, average, run, stack }: RowFlags, files: number): void {
  if (files > 1 && !stack) {
    throw new UsageError(
      `rdm takes one file, got ${files}. With --stack it makes one RDM over the rows of all; for one RDM each, run it for each.`,
    );
  }
  if (labels !== undefined) return;
  const needs = Object.entries({ select, split, run }).find(([, value]) => value !== undefined);
  if (needs)
    throw new UsageError(
      `--${needs[0]} needs --labels: a table with a header and a row for each row of the data.`,
    );
  if (average === undefined || average === "repeats") return;
  throw new UsageError(
    `--average ${average} needs --labels, a table with that column; without labels there is --average repeats.`,
  );
}
