import type { Matrix } from "../../base/matrix.ts";
import { createRandom } from "../../base/random.ts";
import { acceptedKinds } from "../../data/kinds.ts";
import type { Invariance } from "../../metrics/metric.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { Runtime } from "../../run/runtime.ts";
import { valueOf } from "../pairwise/square.ts";
import { unchangedInputs } from "./arguments.ts";
import { activations, gaussian, inputOf, mapped, motions, normOf, rowsOf } from "./draws.ts";
import type { CheckMetricOptions } from "./options.ts";
import type { Check } from "./result.ts";
import { failed, hint, passed, skipped, type Subject } from "./subject.ts";
import { sameOnThreads } from "./threads.ts";

/** Values that differ by rounding only, of their size. */
const [rounding, roundingOfSingles] = [1e-9, 1e-6];

/** All checks under one set of options. */
export async function checkSet(
  spec: ResolvedSpec,
  options: Required<CheckMetricOptions>,
  runtime: Runtime,
  control: Control,
): Promise<Check[]> {
  const subject = subjectOf(spec, options, runtime, control);
  const { invariantTo, self } = subject.properties;
  const checks: readonly (readonly [check: string, run: Run])[] = [
    ["stays inside its range", inRange],
    [`is ${self ?? "one number"} for a network against itself`, selfValue],
    ["is symmetric", symmetry],
    ...invariantTo.map((group) => [`is unchanged by ${group}`, invariance(group)] as const),
    ["says all its invariances", furtherInvariances],
    ["obeys the triangle inequality", triangle],
    ["is above 0 for networks that differ", apart],
    ["gives the same bits each time", sameTwice],
    ["changes nothing that it is given", unchangedInputs],
    ["gives the same bits on worker threads", sameOnThreads],
    ["says where it is not defined", degenerate],
    ["takes responses of any scale", extremes],
  ];
  const found: Check[] = [];
  for (const [check, run] of checks) {
    control.signal?.throwIfAborted();
    const one = await attempted(run, subject, check);
    if (one) found.push(one);
  }
  return found;
}

function subjectOf(
  spec: ResolvedSpec,
  { seed, stimuli }: Required<CheckMetricOptions>,
  runtime: Runtime,
  control: Control,
): Subject {
  const metric = metricOf(spec);
  const { accepts } = metric;
  const isSearched = acceptedKinds(accepts).some((kind) => kind === "repeats" || kind === "trajectories");
  const m = isSearched ? 5 : stimuli;
  const widths = isSearched ? [3, 6] : [Math.max(2, Math.floor(m / 3)), m, 2 * m];
  const isShared = metric.sharedAxes?.(spec.options).includes("units") ?? false;
  return {
    spec,
    metric,
    properties: metric.properties(spec.options),
    widths,
    pairs: widths.flatMap((p) => (isShared ? [p] : widths).map((q) => [p, q] as const)),
    runtime,
    control,
    random: (check) =>
      createRandom(
        seed,
        [...check].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0),
      ),
    draw: (random, units) => activations(random, m * rowsOf(accepts), units),
    value: (x, y) =>
      valueOf(inputOf(accepts, "x", x), inputOf(accepts, "y", y), spec, runtime, handle(control)),
  };
}

function handle({ engine, signal }: Control): Control {
  return { ...(engine && { engine }), ...(signal && { signal }) };
}

/** One check: its words, as they stand in the result; undefined where it does not apply. */
type Run = (on: Subject, check: string) => Promise<Check | undefined>;

/** A check that throws has failed: networks like these have a value. */
async function attempted(run: Run, subject: Subject, check: string): Promise<Check | undefined> {
  try {
    return await run(subject, check);
  } catch (error) {
    if (subject.control.signal?.aborted) throw error;
    return failed(check, (error as Error).message);
  }
}

/** How a pair of sizes stands in a text. */
const sizes = (p: number, q: number) => `${p} and ${q} units`;

async function inRange(on: Subject, check: string): Promise<Check> {
  const [random, [least, most]] = [on.random(check), on.properties.range];
  let [low, high] = [Infinity, -Infinity];
  for (const [p, q] of on.pairs) {
    const value = await on.value(on.draw(random, p), on.draw(random, q));
    [low, high] = [Math.min(low, value), Math.max(high, value)];
    if (!(value >= least && value <= most))
      return failed(check, `${value} for ${sizes(p, q)}; the range is ${least} to ${most}`);
  }
  return passed(check, `values from ${low.toPrecision(3)} to ${high.toPrecision(3)}`);
}

async function selfValue(on: Subject, check: string): Promise<Check> {
  const { self, range } = on.properties;
  const random = on.random(check);
  const values: number[] = [];
  for (const p of on.widths) {
    const x = on.draw(random, p);
    values.push(await on.value(x, x));
    const size = Number.isFinite(range[1]) ? 1 : normOf(x);
    if (self !== undefined && Math.abs(values.at(-1)! - self) > 1e-12 * size)
      return failed(check, `${values.at(-1)} with ${p} units`);
  }
  if (self !== undefined) return passed(check);
  const same = values.every((value) => isClose(on, value, values[0]!));
  return same
    ? hint(
        check,
        `it is ${values[0]}: with self: ${Number(values[0]!.toPrecision(6))} it need not be computed`,
      )
    : skipped(check, "not promised");
}

async function symmetry(on: Subject, check: string): Promise<Check> {
  const random = on.random(check);
  let isSame = true;
  for (const [p, q] of on.pairs) {
    const [x, y] = [on.draw(random, p), on.draw(random, q)];
    const [one, other] = [await on.value(x, y), await on.value(y, x)];
    isSame &&= isClose(on, one, other);
    if (on.properties.symmetric && !isSame) return failed(check, `${one} and ${other} for ${sizes(p, q)}`);
  }
  if (on.properties.symmetric) return passed(check);
  return isSame
    ? hint(check, "it is, but does not say so: with symmetric: true half of the pairs is computed")
    : skipped(check, "not promised");
}

function invariance(group: Invariance): Run {
  return async (on, check) => {
    const worst = await changeBy(on, group);
    return worst === undefined ? passed(check) : failed(check, worst);
  };
}

/** What the first pair that changes becomes. */
async function changeBy(on: Subject, group: Invariance): Promise<string | undefined> {
  const random = on.random(group);
  for (const [p, q] of on.pairs) {
    const [x, y] = [on.draw(random, p), on.draw(random, q)];
    const [plain, moved] = [await on.value(x, y), await on.value(motions[group](x, random), y)];
    if (!isClose(on, plain, moved)) return `${plain} becomes ${moved} for ${sizes(p, q)}`;
  }
  return undefined;
}

async function furtherInvariances(on: Subject, check: string): Promise<Check | undefined> {
  const isImages = acceptedKinds(on.metric.accepts)[0] === "images";
  const all = Object.keys(motions) as Invariance[];
  const others = all.filter(
    (one) => !on.properties.invariantTo.includes(one) && (isImages || one !== "circular-shift"),
  );
  const found: string[] = [];
  for (const group of others)
    if ((await changeBy(on, group).catch(() => "")) === undefined) found.push(group);
  if (found.length === 0) return undefined;
  return hint(check, `it is also unchanged by ${found.join(", ")}, as far as was tried`);
}

async function triangle(on: Subject, check: string): Promise<Check | undefined> {
  if (on.properties.kind !== "distance") return undefined;
  const random = on.random(check);
  const isShared = on.pairs.every(([p, q]) => p === q);
  for (let triple = 0; triple < 40; triple++) {
    const widthOf = () => on.widths[isShared ? triple % on.widths.length : random.below(on.widths.length)]!;
    const [x, y, z] = [0, 1, 2].map(() => on.draw(random, widthOf())) as [Matrix, Matrix, Matrix];
    const [xy, yz, xz] = [await on.value(x, y), await on.value(y, z), await on.value(x, z)];
    if (xz > (xy + yz) * (1 + 1e-12) + 1e-12) return failed(check, `${xz} > ${xy} + ${yz}`);
  }
  return passed(check, "40 triples; that proves nothing, but a dissimilarity mostly fails soon");
}

async function apart(on: Subject, check: string): Promise<Check | undefined> {
  if (on.properties.kind !== "distance" || on.properties.pseudo) return undefined;
  const random = on.random(check);
  const x = on.draw(random, on.widths[0]!);
  const value = await on.value(
    x,
    mapped(x, (one) => one + 1e-3 * random.normal()),
  );
  if (value === 0)
    return hint(check, "0 where every response differs a little: if it sees order alone, say pseudo: true");
  return value > 0 ? passed(check) : failed(check, `${value} where every response differs`);
}

async function sameTwice(on: Subject, check: string): Promise<Check> {
  const random = on.random(check);
  const [p, q] = on.pairs[1] ?? on.pairs[0]!;
  const [x, y] = [on.draw(random, p), on.draw(random, q)];
  const [one, other] = [await on.value(x, y), await on.value(x, y)];
  return Object.is(one, other)
    ? passed(check)
    : failed(check, `${one}, then ${other}: draw with a seed, and keep nothing`);
}

/** Networks of which a measure may not be defined: then it must say so. */
async function degenerate(on: Subject, check: string): Promise<Check> {
  const random = on.random(check);
  const units = on.widths[0]!;
  const x = on.draw(random, units);
  const copied = x.data.slice();
  for (let i = 1; i < x.rows; i++) copied.copyWithin(i * x.cols, 0, x.cols);
  const cases: [string, Matrix, Matrix][] = [
    ["constant units", { ...x, data: copied }, on.draw(random, units)],
    ["zeros", mapped(x, () => 0), on.draw(random, units)],
    ["one unit", on.draw(random, 1), on.draw(random, 1)],
    ["equal units", mapped(gaussian(random, x.rows, units), (_, unit) => unit), on.draw(random, units)],
  ];
  const [bad, silent] = await tried(on, cases);
  if (bad.length > 0) return failed(check, bad.join("; "));
  if (silent.length === 0) return passed(check);
  return hint(check, `NaN for ${silent.join(", ")}: an error with the name NumericalError can say why`);
}

/** Tries each: what is no finite number must be refused. @returns what went wrong, and where NaN was caught by the library */
async function tried(on: Subject, cases: readonly (readonly [string, Matrix, Matrix])[]) {
  const [bad, silent]: [string[], string[]] = [[], []];
  for (const [words, x, y] of cases) {
    try {
      const value = await on.value(x, y);
      if (!Number.isFinite(value)) bad.push(`${words}: ${value}`);
    } catch (error) {
      const { name, message } = error as Error;
      if (/is not a number: the measure is not defined/.test(message)) silent.push(words);
      else if (name !== "NumericalError" && name !== "ShapeError") bad.push(`${words}: ${message}`);
    }
  }
  return [bad, silent] as const;
}

async function extremes(on: Subject, check: string): Promise<Check> {
  const random = on.random(check);
  const [p, q] = on.pairs[0]!;
  const [x, y] = [on.draw(random, p), on.draw(random, q)];
  const plain = await on.value(x, y);
  const bad: string[] = [];
  for (const factor of [1e-150, 1e150]) {
    const scaled = (one: Matrix) => mapped(one, (value) => factor * value);
    try {
      const value = await on.value(scaled(x), scaled(y));
      const isSame =
        !on.properties.invariantTo.includes("isotropic-scaling") || Math.abs(value - plain) <= 1e-6;
      if (!Number.isFinite(value) || !isSame) bad.push(`times ${factor} it is ${value}, not ${plain}`);
    } catch (error) {
      if ((error as Error).name !== "NumericalError") throw error;
      bad.push(`times ${factor}: ${(error as Error).message}`);
    }
  }
  if (bad.length === 0) return passed(check, "times 1e-150 and 1e150");
  const advice = "squares of such numbers are no doubles any more: divide by the largest first";
  return hint(check, `${bad.join("; ")}; ${advice}`);
}

function isClose({ spec }: Subject, a: number, b: number): boolean {
  const allowed = spec.options["precision"] === "single" ? roundingOfSingles : rounding;
  return Math.abs(a - b) <= allowed * Math.max(1, Math.abs(b));
}
