/** The questions, each with the answer of the command of its name. */
import { OptionError, ShapeError } from "../../base/errors.ts";
import { pushAll } from "../../base/lists.ts";
import { shown } from "../../base/options.ts";
import { metricNames } from "../../cli/metric-options.ts";
import {
  loaded,
  type Outline,
  type Representation,
  type UnreadRepresentation,
} from "../../data/representation.ts";
import type { Source } from "../../data/source.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { CrossOptions, PairwiseOptions } from "../pairwise/options.ts";
import { cross, pairwise } from "../pairwise/pairwise.ts";
import { openFiles, placeOf, readingOf, type FilesFolder } from "./command-files.ts";
import type { GivenRepresentation } from "./command-representations.ts";
import { assertCount, type Asked, type RequestLimits } from "./command-request.ts";

/** What a question may take. */
export interface Means {
  readonly limits: RequestLimits;
  readonly maxSamples: number;
  readonly folder: FilesFolder | undefined;
}

type Input = Representation | UnreadRepresentation;

/** The document of `repgeom compare --json`. */
export async function compared(
  means: Means,
  asked: Asked,
  control: Control,
  signal: AbortSignal,
): Promise<object> {
  const inputs = await inputsOf(means, asked.files, asked.given, asked.read, signal);
  const [x, y, ...rest] = inputs;
  if (!x || !y || rest.length > 0) throw notTwo(inputs);
  const options = optionsOf(asked, means) as unknown as MetricSpec & CrossOptions;
  const result = await cross([x], [y], options, control).catch((error: unknown) => {
    throw error instanceof OptionError
      ? new OptionError(error.message.replace(/^cross\b/, "compare"), error.option)
      : error;
  });
  return { ...result.toJSON(), names: [x.name, y.name], value: result.at(0, 0) };
}

function notTwo(inputs: readonly Outline[]): ShapeError {
  const names = inputs.map(({ name }) => name).join(", ");
  return new ShapeError(
    `compare takes two representations, got ${inputs.length}${names && `: ${names}`}. For all pairs of many: POST /pairwise.`,
  );
}

/** The document of `repgeom pairwise --json`. */
export async function pairsOf(
  means: Means,
  asked: Asked,
  control: Control,
  signal: AbortSignal,
): Promise<object> {
  const inputs = await inputsOf(means, asked.files, asked.given, asked.read, signal);
  const holdsOut = asked.test !== undefined || asked.testFiles.length > 0;
  const test = holdsOut && (await inputsOf(means, asked.testFiles, asked.test ?? [], asked.read, signal));
  const options = { ...optionsOf(asked, means), ...(test && { test: await loaded(test, signal) }) };
  const result = await pairwise(inputs, options as unknown as MetricSpec & PairwiseOptions, control);
  return { ...result.toJSON(), names: result.rowNames };
}

/** Options as they were given, without what this service does not do. The library checks the others. */
function optionsOf(asked: Asked, { maxSamples }: Means): Readonly<Record<string, unknown>> {
  const { options, read } = asked;
  if (read !== undefined && !hasFiles(asked))
    throw new OptionError("read says how files are read, and there are none. Leave read out.", "read");
  const { metric, samples } = options;
  if (typeof metric !== "string")
    throw new OptionError(
      `metric is ${metric === undefined ? "missing" : shown(metric)}; expected one of ${metricNames.join(", ")}.`,
      "metric",
    );
  if (typeof samples === "number" && samples > maxSamples)
    throw new OptionError(`samples is ${samples}; this service takes ${maxSamples} at most.`, "samples");
  return options;
}

function hasFiles({ files, testFiles, given, test = [] }: Asked): boolean {
  return files.length + testFiles.length > 0 || [...given, ...test].some((one) => "path" in one);
}

/** The representations, in their order. Those of files are read when they are worked on. */
async function inputsOf(
  { limits, folder }: Means,
  files: readonly Source[],
  given: readonly GivenRepresentation[],
  read: unknown,
  signal: AbortSignal,
): Promise<Input[]> {
  const reading = readingOf(read);
  const places = await Promise.all(
    given.map((one) => ("path" in one ? placeOf(folder, one.path) : undefined)),
  );
  const sources = [...files, ...places.filter((place) => place !== undefined)];
  // A file may stand beside itself, and beside what the document holds: then each is read alone.
  const together = sources.length === files.length + given.length && new Set(sources).size === sources.length;
  const found =
    together && sources.length > 0
      ? await openFiles(sources, reading, limits.memory, signal)
      : await oneAfterAnother(given, places, (place) => openFiles([place], reading, limits.memory, signal));
  assertCount(found.length, limits.maxNetworks);
  return found;
}

/** Some stand in the document, and some in files. */
async function oneAfterAnother(
  given: readonly GivenRepresentation[],
  places: readonly (string | undefined)[],
  open: (place: string) => Promise<Input[]>,
): Promise<Input[]> {
  const found: Input[] = [];
  for (const [k, one] of given.entries())
    pushAll(found, "path" in one ? await open(places[k]!) : [one.representation]);
  return found;
}
