import { OptionError } from "../../base/errors.ts";
import {
  boolean,
  choice,
  data,
  number,
  optional,
  seed,
  whole,
  type OptionSchemas,
} from "../../base/options.ts";
import { checkAxes, poolingsOf, type AxesOptions } from "../arrange/axes.ts";
import { layouts } from "../arrange/layout.ts";
import { checkPlaces, type StimuliOptions } from "../arrange/rows.ts";
import type { UnitOptions } from "../arrange/units.ts";
import { defaultLimits } from "../formats/bytes.ts";
import { tableOptions, type TableOptions } from "../formats/text/table-options.ts";
import type { LabelTable } from "../label-table.ts";
import type { Source } from "../source.ts";

/** How files are read: which of their arrays, axes, stimuli and units, and what they become. */
export interface ReadOptions extends TableOptions, AxesOptions, StimuliOptions, UnitOptions {
  readonly maxMemory?: number | undefined;
  readonly arrays?: string | undefined;
  readonly perStimulus?: boolean | undefined;
  readonly mask?: Source | undefined;
  readonly stimuli?: Source | LabelTable | undefined;
}

const isText = (value: unknown) => typeof value === "string";
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const isSource = (value: unknown) => isText(value) || (typeof value === "object" && value !== null);

export const readOptions = {
  maxMemory: number(
    defaultLimits.maxMemory,
    1,
    Infinity,
    "Bytes that reading may hold at once: the file that is being read and the one before it, what is inflated, and the arrays of all files so far. What would need more is refused before it is allocated, and the message says how much would do. It is no limit for what is computed afterwards.",
  ),
  arrays: data<string>(
    "the path of an array, or a pattern with * and ?",
    'Which arrays of each file, as behind the colon of "layers.npz:layer1" or "model.safetensors:encoder.*".',
    isText,
  ),
  axes: data<readonly string[]>(
    "a list of names of axes",
    "Names of the axes in the files' order, where it is not the library's: stimuli, repeats, time, units; stimuli, height, width, channels; stimuli, units. The arrays are transposed to that order. Others (tokens, depth) are flattened or pooled. Acts on arrays of as many axes; a matrix beside larger ones stays stimuli × units.",
    Array.isArray,
  ),
  layout: optional(
    choice(
      layouts,
      "Order of the axes of images: nhwc is stimuli, height, width, channels, as in Keras, TensorFlow and JAX; nchw is stimuli, channels, height, width, as in PyTorch.",
    ),
  ),
  flatten: data<boolean | readonly string[]>(
    "true or a list of names of axes",
    "Axes that become the units, in this order, the last fastest; true: all but stimuli, in the file's order.",
    (value) => typeof value === "boolean" || isTexts(value),
  ),
  pool: data<string | readonly string[]>(
    'a text like "mean:height,width", or a list of such',
    'What becomes of several places along axes: mean, max, first or last, a colon and the names of axes ("mean:height,width", "last:tokens"). Means are double precision. Tokens that are NaN in all units are padding and left out.',
    (value) => isText(value) || isTexts(value),
  ),
  mask: data<Source>(
    "a path, URL, File or bytes with a name",
    "Of NIfTI files, the volume whose voxels above 0 are the units. Of pooled tokens, which are there: stimuli × tokens, above 0 for those; or the number of tokens of each stimulus.",
    isSource,
  ),
  perStimulus: boolean(
    false,
    "Each file holds one array a stimulus, repeats × units, named as the stimulus: together they are one representation of stimuli × repeats × units, also where stimuli differ in their number of repeats. With pool, tokens × units: pooled to stimuli × units, and a file of one array beside it is stimuli × units.",
  ),
  stimuli: data<Source | LabelTable>(
    "a table, or its path, URL, File or bytes with a name",
    "Names and labels of the stimuli, with a header: a row for each, in the order of the responses, or joined by name where the files have names. The names stand in the column stimulus, name, or the first.",
    isSource,
  ),
  select: data<Readonly<Record<string, string | readonly string[]>>>(
    "an object of columns and accepted values",
    "Takes stimuli with these values in columns of the table of stimuli.",
  ),
  rows: data<string>(
    'a text like "0:1000" or "0,3,7"',
    "Takes stimuli by their places, counted from 0, ranges without their end; after select.",
    isText,
  ),
  sample: optional(
    whole(
      1,
      1,
      2 ** 31,
      "Takes so many stimuli at random, the same in every file, in their order; after rows.",
    ),
  ),
  seed: seed("Seed of the sample."),
  match: choice(
    ["order", "names"],
    "Whether stimuli must come in one order (an error shows the first difference), or are brought into that of the first file by their names.",
  ),
  units: data<string>(
    'a text like "0:512" or "0,3,7"',
    "Takes units by their places, counted from 0, ranges without their end.",
    isText,
  ),
  dropConstant: boolean(false, "Leaves out units that are the same for all stimuli."),
  zscore: boolean(
    false,
    "Centres each unit and divides it by its standard deviation (divisor: the number of stimuli); a constant unit becomes 0.",
  ),
  normalize: choice(
    ["none", "frobenius", "zscore"],
    "frobenius: divides all responses by their Frobenius norm, last of all. zscore: as the option zscore.",
  ),
  ...tableOptions,
} satisfies OptionSchemas<ReadOptions>;

/** @throws {OptionError} for options that say the same thing twice, or texts that mean nothing. */
export function checkOptions(how: ReadOptions): void {
  checkAxes(how);
  const { axes, layout, perStimulus, pool } = how;
  if ((axes ?? layout ?? (how.flatten || undefined)) && perStimulus)
    throw new OptionError(
      `perStimulus fixes the axes; leave out ${axes ? "axes" : layout ? "layout" : "flatten"}.`,
      "perStimulus",
    );
  if (perStimulus && poolingsOf(pool).some(({ over }) => over.length > 1 || !pooledAlone.includes(over[0]!)))
    throw new OptionError(`With perStimulus one axis can be pooled: ${pooledAlone.join(", ")}.`, "pool");
  if (axes && layout) throw new OptionError("layout names the axes; leave out axes.", "layout");
  if (how.rows !== undefined) checkPlaces("rows", how.rows);
  if (how.units !== undefined) checkPlaces("units", how.units);
}

/** The first axis of an array of one stimulus. */
export const pooledAlone: readonly string[] = ["tokens", "repeats", "time"];
