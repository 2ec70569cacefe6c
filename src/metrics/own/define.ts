import type { Matrix } from "../../base/matrix.ts";
import { repeatsOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { defineInnerProductMetric, definePairMetric, type Block, type Properties } from "../metric.ts";
import type { Prepared } from "../prepared.ts";
import { assertDefinition, assertPromises } from "./check-definition.ts";
import type {
  AnyDefinition,
  InnerProductDefinition,
  MetricDefinition,
  OwnMetric,
  OwnPrepared,
  PairDefinition,
} from "./definition.ts";
import { given, guarded, kept, numberOf } from "./guard.ts";
import { completeOptions } from "./options.ts";
import { origin, placeOf } from "./place.ts";

/**
 * A metric of your own, which `pairwise`, `compare` and everything else that takes a metric take in place of a name.
 *
 *   export default defineMetric({
 *     name: "mean-gap",
 *     module: import.meta.url,
 *     compare: (x, y) => …, // x and y are { rows, cols, data }: stimuli × units, row-major
 *   });
 *
 * With `module`, worker threads import it from there: the module must export the metric. Without, it is computed on
 * the calling thread alone, and results say so.
 * @throws {OptionError} for what is missing, misspelt or not accepted, and for a name that the library uses.
 */
export function defineMetric<P extends OwnPrepared = Matrix, O extends object = object>(
  definition: MetricDefinition<P, O>,
): OwnMetric<O> {
  assertDefinition(definition);
  const metric = definition.form === "inner-product" ? ofProducts(definition) : ofPairs(definition);
  return metric as unknown as OwnMetric<O>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyPair = PairDefinition<any, any>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyProducts = InnerProductDefinition<any, any>;

function ofPairs(definition: AnyPair) {
  const { name, heldOut } = definition;
  const checked =
    (member: string, compare: AnyPair["compare"]) =>
    (x: Prepared, y: Prepared, options: object, kernels: Kernels): number =>
      numberOf(
        name,
        member,
        guarded(name, member, () => compare(given(x), given(y), options, kernels)),
      );
  const compare = checked("compare", definition.compare.bind(definition));
  const common = commonOf(definition);
  if (!heldOut) return definePairMetric<Prepared, object>({ ...common, compare });
  return definePairMetric<Prepared, object>({
    ...common,
    compare,
    heldOut: {
      properties: (options) => ({ ...common.properties(options), ...heldOut.properties?.(options) }),
      prepare(train, test, options, kernels) {
        const both = { train: inRows(train, kernels), test: inRows(test, kernels) };
        const fit = () => heldOut.prepare(both.train.responses, both.test.responses, options, kernels, both);
        return kept(name, guarded(name, "heldOut.prepare", fit));
      },
      compare: heldOut.compare ? checked("heldOut.compare", heldOut.compare.bind(heldOut)) : compare,
    },
  });
}

function ofProducts(definition: AnyProducts) {
  const { name } = definition;
  return defineInnerProductMetric<Prepared, object>({
    ...commonOf(definition),
    blocks: (stimuli, options) => guarded(name, "blocks", () => definition.blocks(stimuli, options)),
    features: (prepared: Prepared, block: Block, options, kernels) =>
      guarded(name, "features", () => definition.features(given(prepared), block, options, kernels)),
    finish: (inner, selfX, selfY, options) =>
      numberOf(
        name,
        "finish",
        guarded(name, "finish", () => definition.finish(inner, selfX, selfY, options)),
      ),
  });
}

/** What both forms have in common, with everything that was left out. */
function commonOf(definition: AnyDefinition) {
  const { name, title = name, sharedAxes, testedWith = [{}], cost, prepare } = definition;
  const options = completeOptions(`The metric ${name}`, definition.options ?? {});
  const axes =
    typeof sharedAxes === "function" ? sharedAxes.bind(definition) : sharedAxes && (() => sharedAxes);
  return {
    [origin]: definition,
    name,
    own: placeOf(definition),
    title,
    summary: definition.summary ?? "A metric that its user has defined.",
    source: definition.source ?? "Its user.",
    family: definition.family ?? ("Your own" as const),
    cost: { network: cost?.network ?? "not said", pair: cost?.pair ?? "not said" },
    blindTo: definition.blindTo ?? "Not said.",
    accepts: definition.accepts ?? ("matrix" as const),
    options,
    testedWith,
    ...(axes && { sharedAxes: axes }),
    ...bound(definition, ["missing", "operations", "smooth"]),
    properties: (chosen: object) => promised(definition, chosen),
    prepare(input: Responses, chosen: object, kernels: Kernels): Prepared {
      const rows = inRows(input, kernels);
      if (!prepare) return kept(name, rows.responses);
      const call = () => definition.prepare!(rows.responses, chosen, kernels, rows);
      return kept(name, guarded(name, "prepare", call));
    },
  };
}

/** Of repeats, one repeat a row, with how many rows each stimulus has; of everything else as it is. */
function inRows(input: Responses, kernels: Kernels): Responses {
  if (input.shape.length !== 3 || input.covariances || input.factors) return input;
  const { rows, counts } = repeatsOf(input, kernels);
  return { ...input, responses: rows, repeats: counts };
}

/** Those of its functions that it has, as they are. */
function bound(definition: AnyDefinition, names: readonly ("missing" | "operations" | "smooth")[]) {
  const given = names.filter((name) => definition[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, definition[name]?.bind(definition)]));
}

/** What it promises under these options. What it does not say is what holds for every metric. */
function promised(definition: AnyDefinition, options: object): Properties {
  const { name } = definition;
  const said = guarded(name, "properties", () => definition.properties?.(options)) ?? {};
  assertPromises(name, said);
  const pick = <M extends keyof Properties>(member: M) =>
    (said[member] ?? definition[member]) as Properties[M] | undefined;
  const kind = pick("kind") ?? "dissimilarity";
  const isDistance = kind === "distance";
  const [self, toDistance] = [pick("self") ?? (isDistance ? 0 : undefined), pick("toDistance")];
  return {
    kind,
    symmetric: pick("symmetric") ?? isDistance,
    range: pick("range") ?? [isDistance ? 0 : -Infinity, Infinity],
    invariantTo: pick("invariantTo") ?? [],
    ...(self !== undefined && { self }),
    ...(toDistance !== undefined && { toDistance }),
  };
}
