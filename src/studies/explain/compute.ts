import { NumericalError } from "../../base/errors.ts";
import type { Representation } from "../../data/representation.ts";
import type { ResolvedSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { Runtime } from "../../run/runtime.ts";
import { operationsOf } from "../pairwise/inputs.ts";
import { rectangle } from "../pairwise/square.ts";
import type { Matches, SharedOut } from "./explanation.ts";
import type { ExplanationFacts, Shares } from "./facts.ts";
import { leftOut } from "./left-out.ts";
import { directionNames, stimulusNames, unitNames } from "./names.ts";
import type { PairShares } from "./on-thread.ts";
import type { ChosenExplain } from "./options.ts";
import { explanation, type Explanation } from "./result.ts";
import { sharePair } from "./task.ts";

type Pair = readonly [x: Representation, y: Representation];

/** As `explain`, of inputs that were checked. */
export async function explainPair(
  pair: Pair,
  spec: ResolvedSpec,
  options: ChosenExplain,
  runtime: Runtime,
  control: Control,
): Promise<Explanation> {
  const [x, y] = pair;
  // First, because it says what is wrong with the data in the words of the metric.
  const compared = await rectangle([x], [y], spec, runtime, control);
  const { metric, kind, warnings } = compared;
  const value = compared.values[0]!;
  const setup = { pair, spec, budget: runtime.budget, isGram: false };
  const wanted = { mostPaired: options.pairs, axes: options.dimensions };
  const [found] = await runtime.tasks.run(sharePair, setup, [wanted], {
    ...control,
    operations: operationsOf(pair),
  });
  const summed = summedOf(found!, pair);
  assertNumbers(summed, pair);
  const { spectrum, common, isAngle = false, isGram = false } = found!;
  const job = { setup: { ...setup, isGram }, value, summed, isAngle };
  const { notes, ...omitted } = await leftOut(job, options.leaveOut, runtime, control);
  return explanation({
    names: [x.name, y.name],
    metric,
    options: compared.options,
    kind,
    value,
    ...summed,
    ...omitted,
    ...(spectrum && { spectrum }),
    ...(common && { common }),
    warnings: [...warnings, ...notes],
  });
}

/** The sums with names. */
function summedOf(found: PairShares, pair: Pair): Partial<ExplanationFacts> {
  const [ofX, ofY] = [unitNames(pair[0]), unitNames(pair[1])];
  const named = (names: readonly string[], part: SharedOut | undefined): Shares | undefined =>
    part && { form: "sum", names, ...part };
  const { stimuli, differences, unitsX, unitsY, directions, matches, pairs } = found;
  const parts = {
    stimuli: named(stimulusNames(pair), stimuli),
    differences: named(stimulusNames(pair), differences),
    unitsX: named(ofX, unitsX),
    unitsY: named(ofY, unitsY),
    matches: matches && couplesOf(matches, ofX, ofY),
    directions: directions && named(directionNames(directions.shares.length), directions),
    pairs: pairs && { form: "sum", names: stimulusNames(pair), ...pairs },
  };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}

function couplesOf({ x, y, ...part }: Matches, ofX: readonly string[], ofY: readonly string[]): Shares {
  const named = (places: ArrayLike<number>, names: readonly string[]) =>
    Array.from(places, (at) => names[at]!);
  return { form: "sum", names: named(x, ofX), partners: named(y, ofY), ...part };
}

/** @throws {NumericalError} where squares of the responses are beyond doubles. */
function assertNumbers(summed: Partial<ExplanationFacts>, [x, y]: Pair): void {
  const parts = Object.values(summed) as readonly { readonly total: number }[];
  if (parts.every(({ total }) => Number.isFinite(total))) return;
  throw new NumericalError(
    `The sum that is shared out for ${x.name} and ${y.name} is beyond the largest double, 1.8e308: divide the responses of both by one constant first.`,
  );
}
