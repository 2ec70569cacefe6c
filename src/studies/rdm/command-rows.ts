/** The rows that `repgeom rdm` works on: stacked, selected, averaged and split as the flags say. */
import type { LabelTable } from "../../data/label-table.ts";
import { groupsIn, type Labelled, labelsOf, selectRows, splitRows, stackUnread } from "../../data/labels.ts";
import type { Representation } from "../../data/representation.ts";
import type { RdmJob } from "./command-files.ts";
import { framedJob } from "./command-frame.ts";
import { readFilesLazily, readTable } from "../../cli/engine.ts";
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
  readonly frame?: boolean;
  readonly blocks?: string;
  readonly color?: string;
  readonly shape?: string;
  readonly label?: string;
  readonly order?: string;
}

/**
 * Checks the flags, the files and the names of columns.
 * @param grouped - whether the dissimilarity compares rows of one stimulus: it then needs to
 *   know the condition of each row, and its run if there is such a column
 * @returns how many files there are, and the jobs; each file is read when its job comes
 * @throws {UsageError} for flags that need `--labels` without it, or a column that is not there
 */
export async function readJobs(
  files: readonly string[],
  flags: RowFlags,
  grouped: boolean,
  signal: AbortSignal,
): Promise<{ readonly count: number; jobs(): AsyncGenerator<RdmJob> }> {
  checkFlags(flags);
  const reading = flags.labels === undefined ? flags : withoutOwn(flags, "select");
  const unread = await readFilesLazily(files, reading, signal);
  const table = flags.labels === undefined ? undefined : await readTable(flags.labels, flags, signal);
  const { blocks, order, color, shape, label } = flags;
  const named = Object.entries({ blocks, order, color, shape, label }).filter(
    ([, name]) => name !== undefined,
  );
  if (table) named.forEach(([flag, name]) => columnIn(table.columns, flags)(`--${flag}`, name!));
  async function* jobs() {
    const whole = flags.stack ? [{ load: () => stackUnread(unread, signal) }] : unread;
    for (const one of whole) {
      for (const job of jobsOf(await one.load(signal), table, flags, grouped))
        yield flags.frame ? framedJob(job) : job;
    }
  }
  return { count: flags.stack ? 1 : unread.length, jobs };
}

/** One, or one for each value of `--split`. */
function* jobsOf(
  representation: Representation,
  table: LabelTable | undefined,
  flags: RowFlags,
  grouped: boolean,
): Generator<RdmJob> {
  if (!table) {
    yield { representation, rows: flags.average === undefined ? {} : { average: "repeats" } };
    return;
  }
  const labels = labelsOf(table, representation.shape[0]!, representation.name);
  const column = columnIn(Object.keys(labels), flags);
  const selected = selectAll({ representation, labels }, flags.select ?? [], column);
  const parts =
    flags.split === undefined
      ? [selected]
      : splitRows(selected, column("--split", flags.split)).map(({ part }) => part);
  for (const part of parts) {
    const rows = rowFacts(part, flags, grouped, column);
    yield { representation: part.representation, rows, labels: part.labels };
  }
}

function columnIn(known: readonly string[], { labels }: RowFlags): ColumnCheck {
  return (flag, name) => {
    if (known.includes(name)) return name;
    throw new UsageError(`${flag}: ${labels}: ${unknownName("column", name, known)}`);
  };
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

function checkFlags({ labels, stimuli, select, average, ...flags }: RowFlags): void {
  if (labels !== undefined) return;
  const selecting = stimuli === undefined ? { select } : {};
  const { split, run, blocks, order, color, shape, label } = flags;
  const needing = Object.entries({ ...selecting, split, run, blocks, order, color, shape, label });
  const needs = needing.find(([, value]) => value !== undefined);
  if (needs)
    throw new UsageError(
      `--${needs[0]} needs --labels: a table with a header and a row for each row of the data.`,
    );
  if (average === undefined || average === "repeats") return;
  throw new UsageError(
    `--average ${average} needs --labels, a table with that column; without labels there is --average repeats.`,
  );
}
