import { arrangedFrom, comparisons, type Arranged, type Comparisons } from "../../data/comparisons.ts";
import { isLazy } from "../../data/representation.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import { diagonalNotes, minimaNotes } from "./notes.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { Pairs } from "../../run/pairs/plan.ts";
import type { Executor } from "../../run/pairs/executor.ts";
import { shareOf } from "../../run/pairs/memory-plan.ts";
import { runPairs, type Run } from "../../run/pairs/run.ts";
import type { Input } from "../../run/pairs/store.ts";
import { eitherWay, inCheaperWay } from "../../run/pairs/way.ts";
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
  const [start, end] = [left.length, inputs.length];
  const pairs = { rows: { start: 0, end: start }, cols: { start, end }, triangle: false, diagonal: false };
  const { way, ...result } = await run(inputs, spec, pairs, runtime, control);
  const warnings = [...result.warnings, ...minimaNotes(result.details)];
  const facts = { ...describe({ ...spec, way }), ...stepsOf(inputs) };
  return comparisons({ ...facts, ...result, warnings, rowNames, colNames });
}

/** What reading did with the inputs, for the result. */
function stepsOf(inputs: readonly Input[]): { arranged?: readonly Arranged[] } {
  const arranged = arrangedFrom(inputs);
  return arranged.length > 0 ? { arranged } : {};
}

function run(
  inputs: readonly Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  runtime: Runtime,
  control: Control,
): Promise<Run & Pick<ResolvedSpec, "way">> {
  const share = inputs.every(isLazy) ? shareOf(inputs, runtime) : undefined;
  return eitherWay(inCheaperWay(spec, inputs, pairs), (chosen) => {
    const work = async (executor: Executor) => {
      const result = await runPairs([...inputs], chosen, pairs, executor, control, share);
      return { ...result, way: chosen.way };
    };
    return runtime.use(chosen, inputs, control, work, share);
  });
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
