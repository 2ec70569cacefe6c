import { arrangedFrom, comparisons, type Arranged, type Comparisons } from "../../data/comparisons.ts";
import { isLazy } from "../../data/representation.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { KnownTable } from "./known/known.ts";
import { diagonalNotes, minimaNotes } from "./notes.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { MemoryShare } from "../../run/pairs/memory-share.ts";
import type { Pairs } from "../../run/pairs/plan.ts";
import type { Here } from "../../run/pairs/asked.ts";
import { runPairs, type Run } from "../../run/pairs/run.ts";
import type { Input } from "../../run/pairs/store.ts";
import { eitherWay, inCheaperWay } from "../../run/pairs/way.ts";
import { useExecutor } from "../../run/pair-executor.ts";
import type { Runtime } from "../../run/runtime.ts";

/** All pairs of `inputs`: K × K. @param known - the values among the first of them, which are not computed then */
export async function square(
  inputs: readonly Input[],
  spec: ResolvedSpec,
  runtime: Runtime,
  control: Control,
  known?: KnownTable,
): Promise<Comparisons> {
  const names = inputs.map(({ name }) => name);
  const pairs = { ...squareOf(inputs.length, spec), known: known?.count };
  const asked = known ? await beside(known, inputs, spec, runtime, control) : spec;
  const { way, ...result } = await run(inputs, asked, pairs, runtime, control);
  if (known) await (await import("./known/known.ts")).fillKnown(result.values, names.length, known);
  const facts = describe({ ...spec, way });
  const { self } = metricOf(spec).properties(spec.options);
  const notes = spec.heldOut ? diagonalNotes(result.values, names.length, self) : [];
  const old = known?.stored ? [storedNote(known)] : [];
  const warnings = [...result.warnings, ...old, ...notes, ...furtherNotes(result, spec, runtime)];
  return comparisons({ ...facts, ...result, ...stepsOf(inputs), warnings, rowNames: names, colNames: names });
}

/**
 * The metric in the way in which the known values were computed, after some of them were computed again.
 * @throws {OptionError} if they do not belong to these networks, or are others now.
 */
export async function beside(
  known: KnownTable,
  inputs: readonly Input[],
  spec: ResolvedSpec,
  runtime: Runtime,
  { engine, signal }: Control,
): Promise<ResolvedSpec> {
  const { assertBelongs, assertSameValues, noteKnown } = await import("./known/check.ts");
  assertBelongs(known, inputs, spec);
  const asked = inKnownWay(spec, known, inputs);
  if (runtime.ledger) await noteKnown(known, runtime.ledger);
  // What is merged was checked when it was computed; what is only planned computes nothing.
  if (runtime.ledger?.closed || runtime.rehearse) return asked;
  const here = { ...runtime, ledger: undefined, elsewhere: undefined, runPairs: undefined };
  await assertSameValues(known, inputs, async (some) => {
    const { values } = await run(some, asked, squareOf(some.length, spec), here, { engine, signal }, true);
    return values;
  });
  return asked;
}

/** In the way in which the known values were computed, so that the new ones agree with them. */
function inKnownWay(spec: ResolvedSpec, { way, count }: KnownTable, inputs: readonly Input[]): ResolvedSpec {
  if (way && metricOf(spec).form !== "pair") return { ...spec, way };
  return inCheaperWay(spec, inputs.slice(0, count), squareOf(count, spec));
}

/** Each of `left` with each of `right`. */
export async function rectangle(
  left: readonly Input[],
  right: readonly Input[],
  spec: ResolvedSpec,
  runtime: Runtime,
  control: Control,
): Promise<Comparisons> {
  const [rowNames, colNames] = [left.map(({ name }) => name), right.map(({ name }) => name)];
  const inputs = [...left, ...right];
  const { way, ...result } = await run(inputs, spec, between(left.length, right.length), runtime, control);
  const warnings = [...result.warnings, ...furtherNotes(result, spec, runtime)];
  const facts = { ...describe({ ...spec, way }), ...stepsOf(inputs) };
  return comparisons({ ...facts, ...result, warnings, rowNames, colNames });
}

/** On searches, and on a metric that threads do not have. */
function furtherNotes({ details }: Run, { own }: ResolvedSpec, { threads }: Runtime): string[] {
  const notes = minimaNotes(details);
  return own?.note && threads > 0 ? [...notes, own.note] : notes;
}

function storedNote({ count, stored }: KnownTable): string {
  return `the values among the first ${count} networks were stored as ${stored}, and have no more digits`;
}

/** The one value of a rectangle of two, without the rest of a result. */
export async function valueOf(
  x: Input,
  y: Input,
  spec: ResolvedSpec,
  runtime: Runtime,
  control: Control,
): Promise<number> {
  const { values } = await run([x, y], spec, between(1, 1), runtime, control);
  return values[0]!;
}

/** Every two of so many networks. */
export function squareOf(networks: number, spec: ResolvedSpec): Pairs {
  const triangle = metricOf(spec).properties(spec.options).symmetric;
  const all = { start: 0, end: networks };
  return { rows: all, cols: all, triangle, diagonal: true };
}

/** Each of the first `rows` inputs with each of the `cols` that follow. */
export function between(rows: number, cols: number): Pairs {
  const end = rows + cols;
  return { rows: { start: 0, end: rows }, cols: { start: rows, end }, triangle: false, diagonal: false };
}

/** What reading did with the inputs, for the result. */
function stepsOf(inputs: readonly Input[]): { arranged?: readonly Arranged[] } {
  const arranged = arrangedFrom(inputs);
  return arranged.length > 0 ? { arranged } : {};
}

/** @param isChosen - whether the way of computing is that of `spec` */
async function run(
  inputs: readonly Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  runtime: Runtime,
  control: Control,
  isChosen = pairs.known !== undefined,
): Promise<Run & Pick<ResolvedSpec, "way">> {
  const share = await roomOf(inputs, runtime);
  return eitherWay(isChosen ? spec : inCheaperWay(spec, inputs, pairs), async (chosen) => {
    const asked = { inputs, spec: chosen, pairs, share, control };
    const here: Here = (work) => useExecutor(runtime, chosen, inputs, control, work, share);
    const usual = () => here((executor) => runPairs([...inputs], chosen, pairs, executor, control, share));
    const result = await (runtime.runPairs ? runtime.runPairs(asked, here) : usual());
    return { ...result, way: chosen.way };
  });
}

/** What the run may hold, where that is limited and what does not fit can be read again. */
export async function roomOf(inputs: readonly Input[], runtime: Runtime): Promise<MemoryShare | undefined> {
  if (runtime.maxMemory === Infinity || !inputs.every(isLazy)) return undefined;
  const { shareOf } = await import("../../run/pairs/memory-plan.ts");
  return shareOf(inputs, runtime);
}

/** What a result says of its metric. */
export function describe({ metric: name, own, options, heldOut, way }: ResolvedSpec) {
  const metric = metricOf({ metric: name, ...(own && { own }), options });
  const { kind, range, toDistance } = metric.properties(options);
  const facts = {
    metric: name,
    ...(own && { own: own.facts }),
    options,
    kind,
    range,
    ...(toDistance && { toDistance }),
    ...(way && { way }),
  };
  return heldOut && metric.form === "pair" ? { ...facts, ...metric.heldOut!.properties(options) } : facts;
}
