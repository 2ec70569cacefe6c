/** The flags that say what of the files is read, and what becomes of it. */
import { Option, type Command } from "commander";
import { quoted } from "../../base/text.ts";
import { layouts, type Layout } from "../../data/arrange/layout.ts";
import { arrangeUnitsOptions, type ArrangeUnitsOptions } from "../../metrics/units/fit.ts";
import { readOptions, type ReadOptions } from "../../data/files/options.ts";
import { UsageError } from "../errors.ts";
import { flagOf } from "../../base/flag-names.ts";
import { collected, helpOf, parseSchemaValue } from "../schema-flags.ts";

/** As they come from the command line. */
export interface ReadingFlags extends Omit<
  ReadOptions,
  "seed" | "select" | "stimuli" | "mask" | "maxMemory" | "arrays" | "match"
> {
  readonly maxMemory?: number;
  readonly match?: "order" | "names";
  /** A text where only a metric has it besides. */
  readonly seed?: number | undefined;
  readonly mask?: string;
  readonly stimuli?: string;
  readonly select?: readonly string[];
  readonly pca?: number;
  readonly names?: readonly string[] | undefined;
  readonly rename?: string;
  readonly keepOrder?: boolean;
}

/** What a command does with what it reads: which of the flags mean something there. */
export type ReadingUse = keyof typeof leftOut;

const ofValues = ["stimuli", "select", "rows", "sample", "seed", "match", "names", "rename"];
const ofUnits = ["units", "dropConstant", "zscore", "pca", "normalize"];

/** Flags that are left out, by their names among options. */
const leftOut = {
  /** Compares representations. */
  representations: [],
  /** Compares unit by unit: constant units are others in each file, and so are components. */
  "unit by unit": ["dropConstant", "pca"],
  /** The same of maps, a row a subject: what is tested is their mean. */
  "unit by unit, means": ["dropConstant", "pca", "zscore", "normalize"],
  /** Looks at arrays as they are stored. */
  arrays: [...ofValues, ...ofUnits, "perStimulus"],
} satisfies Record<string, readonly string[]>;

const reading = new WeakMap<Command, ReadingUse>();

/** Marks a command that reads files: `completeReading` gives it the flags for that. */
export function addReadingOptions(command: Command, use: ReadingUse = "representations"): Command {
  reading.set(command, use);
  return command;
}

/** Adds these flags to a command that reads, after its own: where it has one of the same name, that one stays. */
export function completeReading(command: Command): Command {
  const use = reading.get(command);
  if (!use) return command;
  const group = "What is read:";
  const left: readonly string[] = leftOut[use];
  for (const option of options()) {
    if (left.includes(option.attributeName())) continue;
    const isThere = command.options.some(({ long }) => long === option.long);
    if (!isThere) command.addOption(option.helpGroup(group));
  }
  return command;
}

function options(): Option[] {
  const { flatten, pool, mask, stimuli, select, rows, units, axes } = readOptions;
  const schema = (name: "sample" | "seed" | "match" | "normalize", place: string) =>
    new Option(`${flagOf(name)} <${place}>`, helpOf(readOptions[name])).argParser((given: string) =>
      parseSchemaValue(flagOf(name), readOptions[name], given),
    );
  const flag = (name: "zscore" | "dropConstant") => new Option(flagOf(name), readOptions[name].doc);
  return [
    new Option(
      "--axes <names>",
      `${axes.doc} E.g. units,stimuli or stimuli,channels,height,width.`,
    ).argParser(parseList),
    new Option(
      "--layout <name>",
      "axes of images: nhwc (stimuli, height, width, channels) or nchw (stimuli, channels, height, width; PyTorch)",
    ).argParser(parseLayout),
    new Option("--flatten [axes]", flatten.doc.replace("true:", "without names:")).argParser(parseFlatten),
    collected(new Option("--pool <how:axes>", pool.doc)),
    new Option("--mask <file>", mask.doc),
    new Option(
      "--per-stimulus",
      "each file holds one array for each stimulus: repeats × units, or tokens × units with --pool",
    ),
    new Option("--stimuli <file>", stimuli.doc),
    collected(new Option("--select <column=value,…>", select.doc)),
    new Option("--rows <places>", rows.doc),
    schema("sample", "count"),
    schema("seed", "number"),
    schema("match", "how"),
    new Option("--units <places>", units.doc),
    flag("dropConstant"),
    flag("zscore"),
    new Option("--pca <number>", helpOf(arrangeUnitsOptions.pca)).argParser((given: string) =>
      parseSchemaValue("--pca", arrangeUnitsOptions.pca, given),
    ),
    schema("normalize", "how"),
    new Option(
      "--names <names>",
      "names of the representations, in the order of the files, e.g. a,b,c",
    ).argParser(parseList),
    new Option(
      "--rename <how>",
      "changes names: s/pattern/replacement/ as in sed, e.g. s/.repeats$//, or a table of old and new names",
    ),
    new Option(
      "--keep-order",
      "keeps files and arrays in alphabetical order, layer10 before layer2, instead of natural order",
    ),
  ];
}

function parseLayout(text: string): Layout {
  const found = layouts.find((name) => name === text);
  if (found) return found;
  throw new UsageError(`--layout takes ${layouts.join(" or ")}, got ${quoted(text)}.`);
}

function parseList(text: string): string[] {
  return text.split(",").map((name) => name.trim());
}

/** What `--flatten` is called without names of axes: see `withWholeFlags`. */
const everything = "*";

function parseFlatten(text: string): true | string[] {
  return text === everything ? true : parseList(text);
}

/**
 * `--flatten` may stand without a value before a file, which commander would take for its value. What does not look
 * like names of axes is none.
 */
export function withWholeFlags(words: readonly string[]): string[] {
  return words.map((word, k) => {
    const next = words[k + 1] ?? "";
    return word === "--flatten" && !/^[a-z]\w*(,\s*[a-z]\w*)*$/i.test(next)
      ? `--flatten=${everything}`
      : word;
  });
}

/**
 * Refuses flags for reading where the files are no representations, so that they would do nothing.
 * @param own - flags of that name are the command's
 * @throws {UsageError} for the first of them, with `why`.
 */
export function refuseReading(flags: object, why: string, own: readonly string[] = []): void {
  const given = options().find((option) => {
    const name = option.attributeName();
    return !own.includes(name) && (flags as Record<string, unknown>)[name] !== undefined;
  });
  if (given) throw new UsageError(`${given.long} ${why}`);
}

/** The options of `read` in the flags. @throws {UsageError} for a selection without "=". */
export function readingOptions(flags: ReadingFlags): ReadOptions {
  const { sample, select } = flags;
  const taken = readNames.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]]);
  return {
    ...(Object.fromEntries(taken) as Pick<ReadOptions, (typeof readNames)[number]>),
    ...(sample !== undefined && flags.seed !== undefined && { seed: Number(flags.seed) }),
    ...(select && { select: selectionOf(select) }),
  };
}

/** Flags that are options of `read` as they are. */
const readNames = [
  ...([
    "maxMemory",
    "header",
    "rowNames",
    "axes",
    "layout",
    "flatten",
    "pool",
    "mask",
    "perStimulus",
  ] as const),
  ...(["stimuli", "rows", "sample", "match", "units", "dropConstant", "zscore", "normalize"] as const),
];

/** Flags about units that are fitted on training stimuli. */
const fittedNames = ["dropConstant", "zscore", "pca", "normalize"] as const;

/** The flags about units as options of `arrangeUnits`; undefined where there are none. */
export function arrangingOptions(flags: ReadingFlags): ArrangeUnitsOptions | undefined {
  const taken = fittedNames.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]]);
  return taken.length === 0 ? undefined : (Object.fromEntries(taken) as ArrangeUnitsOptions);
}

/** The flags without those, for a command that does it later: where some stimuli are held out. */
export function withoutArranging<F extends ReadingFlags>(flags: F): F {
  const { dropConstant: _, zscore: __, pca: ___, normalize: ____, ...others } = flags;
  return others as unknown as F;
}

function selectionOf(texts: readonly string[]): Record<string, string[]> {
  const parts = texts.map((text): [string, string[]] => {
    const at = text.indexOf("=");
    if (at >= 1) return [text.slice(0, at), text.slice(at + 1).split(",")];
    throw new UsageError(`--select takes column=value, or column=value,value; got ${quoted(text)}.`);
  });
  const columns = parts.map(([column]) => column);
  const twice = columns.find((column, k) => columns.indexOf(column) !== k);
  if (twice === undefined) return Object.fromEntries(parts);
  throw new UsageError(`--select names ${twice} twice; give its values together: ${twice}=value,value.`);
}

/** Flags for reading, where the command has a flag of that name with another meaning. */
export function withoutOwn<F extends ReadingFlags>(flags: F, own: "normalize" | "select"): F {
  const { [own]: _, ...others } = flags;
  return others as F;
}
