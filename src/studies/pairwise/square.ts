import { arrangedFrom, comparisons, type Arranged, type Comparisons } from "../../data/comparisons.ts";
import { isLazy } from "../../data/representation.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import { diagonalNotes, minimaNotes } from "./notes.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { MemoryShare } from "../../run/pairs/memory-share.ts";
import type { Pairs } from "../../run/pairs/plan.ts";
import type { Executor } from "../../run/pairs/executor.ts";
import { runPairs, type Run } from "../../run/pairs/run.ts";
import type { Input } from "../../run/pairs/store.ts";
import { eitherWay, inCheaperWay } from "../../run/pairs/way.ts";
import { useExecutor } from "../../run/pair-executor.ts";
import type { Runtime } from "../../run/runtime.ts";

/** All pairs of `inputs`: K × K. */
export async function square(
  inputs: readonly Input[],
  spec: ResolvedSpec,
  runtime: Runtime,
  control: Control,
): Promise<Comparisons> {
  const names = inputs.map(({ name }) => name);
  const triangle = metricOf(spec).properties(spec.options).symmetric;
  const all = { start: 0, end: inputs.length };
  const pairs = { rows: all, cols: all, triangle, diagonal: true };
  const { way, ...result } = await run(inputs, spec, pairs, runtime, control);
  const facts = describe({ ...spec, way });
  const { self } = metricOf(spec).properties(spec.options);
  const notes = spec.heldOut ? diagonalNotes(result.values, names.length, self) : [];
  const warnings = [...result.warnings, ...notes, ...minimaNotes(result.details)];
  return comparisons({ ...facts, ...result, ...stepsOf(inputs), warnings, rowNames: names, colNames: names });
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
  const warnings = [...result.warnings, ...minimaNotes(result.details)];
  const facts = { ...describe({ ...spec, way }), ...stepsOf(inputs) };
  return comparisons({ ...facts, ...result, warnings, rowNames, colNames });
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

/** Each of the first `rows` inputs with each of the `cols` that follow. */
function between(rows: number, cols: number): Pairs {
  const end = rows + cols;
  return { rows: { start: 0, end: rows }, cols: { start: rows, end }, triangle: false, diagonal: false };
}

/** What reading did with the inputs, for the result. */
function stepsOf(inputs: readonly Input[]): { arranged?: readonly Arranged[] } {
  const arranged = arrangedFrom(inputs);
  return arranged.length > 0 ? { arranged } : {};
}

async function run(
  inputs: readonly Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  runtime: Runtime,
  control: Control,
): Promise<Run & Pick<ResolvedSpec, "way">> {
  const share = inputs.every(isLazy) ? await roomFor(inputs, runtime) : undefined;
  return eitherWay(inCheaperWay(spec, inputs, pairs), (chosen) => {
    const work = async (executor: Executor) => {
      const result = await runPairs([...inputs], chosen, pairs, executor, control, share);
      return { ...result, way: chosen.way };
    };
    return useExecutor(runtime, chosen, inputs, control, work, share);
  });
}

/** What the run may hold, where that is limited. */
async function roomFor(inputs: readonly Input[], runtime: Runtime): Promise<MemoryShare | undefined> {
  if (runtime.maxMemory === Infinity) return undefined;
  const { shareOf } = await import("../../run/pairs/memory-plan.ts");
  return shareOf(inputs, runtime);
}

/** What a result says of its metric. */
function describe({ metric: name, options, heldOut, way }: ResolvedSpec) {
  const metric = metricOf({ metric: name, options });
  const { kind, range, toDistance } = metric.properties(options);
  const facts = {
    metric: name,
    options,
    kind,
    range,
    ...(toDistance && { toDistance }),
    ...(way && { way }),
  };
  return heldOut && metric.form === "pair" ? { ...facts, ...metric.heldOut!.properties(options) } : facts;
}
