/** The command line that reproduces an answer. Its words are made here and quoted at the end. */
import type { MetricSpec } from "repgeom";
import { metrics } from "../../own/metrics.ts";
import { flagsOf, readOptions, type AnySchemas } from "repgeom/options";
import type { Item, Question } from "../../session/types.ts";
import { session } from "../../session/store.ts";
import { filesOf, hasOwnNames, wordOf } from "./files-code.ts";
import type { Data } from "./kind.ts";
import { commonReading, readingNote } from "./reading.ts";
import { pictureFlags, tableFile } from "./table-code.ts";

/** What a command line is made of. */
export interface Command {
  /** The command with its files: `["pairwise", "a.npy", "b.npy"]`. */
  readonly words: readonly string[];
  readonly question: Question;
  readonly data: Data;
  /** Of `question.options`; those without a flag are left out, and `more` may say them. */
  readonly options: AnySchemas;
  /** Further words, e.g. flags that name files. */
  readonly more?: readonly string[];
  /** Whether the command takes a table of networks and columns of it. */
  readonly pictures?: boolean;
  /** Extension of the file that it writes. @default ".npy" */
  readonly out?: string;
  /** Items whose names `--names` says; all by default, none for commands that have names of their own. */
  readonly named?: readonly Item[];
}

/**
 * `repgeom pairwise a.npy b.npy --metric procrustes --alpha 0.5 …`, with how files are read, the table, and
 * what it writes: `pairwise.npy` and `pairwise.html`.
 */
export function commandOf(command: Command): string {
  const { words, data, options, more = [], pictures = true, named = data.items, out = ".npy" } = command;
  const question = seededOnce(command.question);
  const line = [
    "repgeom",
    ...words,
    ...metricFlags(question.metrics),
    ...flagsOf(options, question.options),
    ...more,
    ...readingFlags(data),
    ...nameFlags(named),
    ...(pictures ? pictureFlags(data) : []),
    "--deterministic",
    "--out",
    `${words[0]}${out}`,
    "--report",
    `${words[0]}.html`,
  ];
  return `${readingNote(data)}${pictures ? tableFile(data) : ""}${shellLine(line)}\n`;
}

/** One flag gives the seed to the metrics and to the rest; where both have one, that of the question holds. */
function seededOnce(question: Question): Question {
  if (question.options["seed"] === undefined) return question;
  const metrics = question.metrics.map((spec) => ({ ...spec, seed: undefined }) as unknown as MetricSpec);
  return { ...question, metrics };
}

/** `--metric cka,procrustes:alpha=0.5`; one alone has its options as flags, unless reading has a flag of that name. */
function metricFlags(specs: readonly MetricSpec[]): string[] {
  if (specs.length === 0) return [];
  const isOfReading = specs.some((spec) => (spec as { normalize?: string }).normalize !== undefined);
  if (specs.length > 1 || isOfReading) return ["--metric", specs.map(metricWord).join(",")];
  const { metric, ...options } = specs[0]!;
  return ["--metric", fileOrName(metric), ...flagsOf(metrics[metric].options as AnySchemas, options)];
}

function metricWord({ metric, ...options }: MetricSpec): string {
  const given = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${wordOf(value)}`);
  return [fileOrName(metric), ...given].join(":");
}

/** A metric of a file is named by the file. */
function fileOrName(metric: string): string {
  const own = session.value.own?.find(({ name }) => name === metric);
  return own ? `./${own.file}` : metric;
}

/** How files are read, as flags. */
function readingFlags(data: Data): string[] {
  const reading = commonReading(data);
  const { select = {}, pool = [], flatten, axes, mask, stimuli, rows, units } = reading;
  const { maxMemory: _, arrays: __, ...others } = readOptions;
  const flattened = flatten === true ? ["--flatten"] : textFlags({ flatten });
  return [
    ...flagsOf(others, reading),
    ...textFlags({ axes, rows, units, mask, stimuli }),
    ...[pool].flat().flatMap((one) => ["--pool", one]),
    ...Object.entries(select).flatMap(([column, values]) => [
      "--select",
      `${column}=${[values].flat().join(",")}`,
    ]),
    ...flattened,
  ];
}

/** Options whose values are texts, or lists of texts. */
function textFlags(given: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (typeof value === "string") return [`--${name}`, value];
    return Array.isArray(value) ? [`--${name}`, value.join(",")] : [];
  });
}

/** The names of the studio, where the command would give others, and the order. */
function nameFlags(items: readonly Item[]): string[] {
  const names = items.map(({ name }) => name);
  if (hasOwnNames(items) && !names.some((name) => name.includes(","))) return ["--names", names.join(",")];
  const natural = new Intl.Collator("en", { numeric: true });
  const files = filesOf(items);
  const rises = files.every((file, k) => k === 0 || natural.compare(files[k - 1]!, file) <= 0);
  return rises ? [] : ["--keep-order"];
}

/** Words for a POSIX shell, quoted where needed. */
export function shellLine(words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

function quoted(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
