import { toRows } from "../../base/matrix.ts";
import { version } from "../../base/version.ts";
import { written, type Written } from "../../data/written.ts";
import type { CommonAxes } from "./common.ts";
import { shareKinds, type ExplanationFacts, type ShareForm, type ShareKind, type Shares } from "./facts.ts";
import { topOf, type Share } from "./top.ts";

/** Which stimuli and which units carry the value of a pair. As `.csv` a row a share; as `.npy` the shares of the stimuli. */
export interface Explanation extends ExplanationFacts, Written {
  /** Of the stimuli: whether their shares add to something. Absent where there are none. */
  readonly form?: ShareForm;
  /** What is shared out over stimuli, in a sentence. */
  readonly of?: string;
  readonly version: string;
  /**
   * The parts of one kind with the largest shares in magnitude, the largest first.
   * @param by - which kind. @default "stimuli"
   * @returns none where the explanation has no such kind; those without a value come last
   */
  top(count: number, by?: ShareKind): readonly Share[];
}

/** An explanation with its writers. */
export function explanation(facts: ExplanationFacts): Explanation {
  const { stimuli } = facts;
  const writers = written({
    document: () => documentOf(facts),
    table: () => tableOf(facts),
    array: () => ({ shape: [stimuli?.shares.length ?? 0], data: stimuli?.shares ?? [] }),
  });
  return {
    ...facts,
    ...(stimuli && { form: stimuli.form, of: stimuli.of }),
    version,
    top: (count, by = "stimuli") => topOf(facts, count, by),
    ...writers,
  };
}

const columns = ["name", "partner", "form", "share", "fraction"];

/** Every share of every kind, as they come; pairs of stimuli i ≤ j once, with both halves. */
function tableOf(facts: ExplanationFacts) {
  const rows = shareKinds.flatMap((kind) =>
    topOf(facts, Infinity, kind, false).map((one) => ({ kind, form: facts[kind]!.form, ...one })),
  );
  return {
    rowNames: rows.map(({ kind }) => kind),
    colNames: columns,
    values: rows.flatMap(({ name, partner = "", form, share, fraction }) => [
      name,
      partner,
      form,
      share,
      fraction,
    ]),
  };
}

function documentOf(facts: ExplanationFacts): object {
  const { names, metric, options, kind, value, pairs, spectrum, common, warnings } = facts;
  const parts = shareKinds
    .filter((one) => one !== "pairs" && facts[one])
    .map((one) => [one, plainOf(facts[one] as Shares)] as const);
  return {
    names,
    metric,
    options,
    kind,
    value,
    ...Object.fromEntries(parts),
    ...(pairs && { pairs: { ...pairs, square: toRows(pairs.square) } }),
    ...(spectrum && { spectrum: { of: spectrum.of, values: [...spectrum.values] } }),
    ...(common && { common: commonOf(common) }),
    warnings,
    version,
  };
}

function plainOf({ shares, own, ...rest }: Shares): object {
  return { ...rest, shares: [...shares], ...(own && { own: [...own] }) };
}

function commonOf({ names, x, y, explained, movedBy }: CommonAxes): object {
  return { names, x: toRows(x), y: toRows(y), explained: [...explained], movedBy };
}
