/** `cka` under options that few ask for: other kernels than the linear one, a confounder, epsilon. */
import { NumericalError } from "../../base/errors.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { forFeatures, type CkaOptions, type PreparedCka } from "../kernel/cka-prepare.ts";
import type { AnyMetric, InnerProductMetric, Resampling } from "../metric.ts";
import { Confounder, isConfounder } from "./confounder.ts";
import { confounderOf, deconfounded, drawnConfounderOf, drawnFrom, residualIn } from "./deconfound.ts";
import { structureFeatures, structureForm, withFeatures } from "./features.ts";
import { prepareStructure } from "./structure.ts";
import type { PreparedStructure } from "./structure-options.ts";

type Form = Pick<
  InnerProductMetric<PreparedStructure, CkaOptions>,
  "prepare" | "features" | "finish" | "multiplies" | "near" | "warn"
>;

/** @param cka - whose name, options and properties it has */
export function ckaOf(cka: InnerProductMetric<PreparedCka, CkaOptions>): (options: CkaOptions) => AnyMetric {
  const { resampling: _, ...described } = cka;
  const form: Form = {
    prepare,
    features,
    finish,
    multiplies: () => ({}),
    near: nearOf(cka),
    warn: notes(cka),
  };
  const prepared: AnyMetric = { ...described, ...structureForm, ...form };
  const drawn: AnyMetric = { ...prepared, resampling: () => Promise.resolve(resampling) };
  return ({ kernel, confound }) => (kernel === "given" || confound ? drawn : prepared);

  function finish(inner: number, selfX: number, selfY: number, options: CkaOptions): number {
    const { epsilon } = options;
    if (epsilon === 0) return cka.finish(inner, selfX, selfY, options);
    return cka.finish(inner / (Math.sqrt(selfX) * Math.sqrt(selfY) + epsilon), 1, 1, options);
  }
}

/** The confounder in the form that threads get. */
export function withConfound(options: CkaOptions): CkaOptions | undefined {
  const { confound } = options;
  if (confound === undefined || isConfounder(confound)) return undefined;
  return { ...options, confound: new Confounder(confound) };
}

function prepare(input: Responses, options: CkaOptions, kernels: Kernels): PreparedStructure {
  if (options.confound) return finished(lessConfounder(input, options, kernels), input, options, kernels);
  const made = prepareStructure(input, options, kernels, forFeatures);
  const factor = factorOf(input, made, options);
  return inPrecision(withFeatures({ ...made, factor }, options.debiased, kernels), options, kernels);
}

function lessConfounder(input: Responses, options: CkaOptions, kernels: Kernels): PreparedStructure {
  return deconfounded(input, confounderOf(input, options, kernels), options, kernels);
}

/** A confounder is subtracted before the unit is put in. */
function finished(
  x: PreparedStructure,
  input: Responses,
  options: CkaOptions,
  kernels: Kernels,
): PreparedStructure {
  const factor = factorOf(input, x, options);
  if (factor === 1) return inPrecision(x, options, kernels);
  if (!x.distinct) return { ...x, factor };
  return inPrecision({ ...x, source: kernels.scale(x.source, factor) }, options, kernels);
}

/** HSIC in the unit of the responses matters to epsilon alone. */
function factorOf({ name, responses }: Responses, { unit }: PreparedStructure, options: CkaOptions): number {
  if (options.epsilon === 0) return 1;
  const m = responses.rows;
  const factor = options.debiased ? unit / Math.sqrt(m * (m - 3)) : unit;
  if (factor < 1e140) return factor;
  throw new NumericalError(
    `${name}: its responses are so large that no epsilon matters beside their HSIC; leave epsilon out, or divide the responses by a number first.`,
  );
}

function inPrecision(x: PreparedStructure, { precision }: CkaOptions, kernels: Kernels): PreparedStructure {
  return precision === "single" && x.distinct ? { ...x, source: kernels.singles(x.source) } : x;
}

function features(
  x: PreparedStructure,
  block: { start: number; end: number; length: number },
  options: CkaOptions,
  kernels: Kernels,
) {
  const { debiased } = options;
  if (x.slope === 0) return structureFeatures(x, block, debiased, kernels);
  const z = confounderOf(anyInput(x), options, kernels);
  const residual = residualIn({ ...x, factor: 1 }, z, block, debiased, kernels);
  return [x.factor === 1 ? residual : kernels.scale(residual, x.factor, { overwrite: true })];
}

/** Of a network that was prepared: its stimuli are those of the confounder. */
function anyInput({ source }: PreparedStructure): Responses {
  return { name: "", responses: source, shape: [source.rows, source.cols] };
}

function nearOf({ near }: InnerProductMetric<PreparedCka, CkaOptions>): Form["near"] & object {
  return {
    applies: (inner, selfX, selfY, options) =>
      options.epsilon === 0 && near!.applies(inner, selfX, selfY, options),
    finish: near!.finish,
  };
}

function notes({ warn }: InnerProductMetric<PreparedCka, CkaOptions>): NonNullable<Form["warn"]> {
  return (_prepared, options, compared) => {
    const { confound } = options;
    const usual = warn!([], options, compared);
    if (!isConfounder(confound)) return usual;
    const what = confound.as === "similarity" ? "the similarity matrix" : "the similarity of the stimuli in";
    const said = `What ${what} ${confound.name} explains was removed from the similarity matrix of every network.`;
    return usual ? `${said} ${usual}` : said;
  };
}

/** Stimuli are drawn from a matrix by rows and columns, and from the confounder as from the networks. */
const resampling: Resampling<PreparedStructure, CkaOptions> = {
  prepare: ({ responses }) => ({ responses }),
  resample({ responses }: { responses: Responses["responses"] }, stimuli, options, kernels) {
    const whole = { name: "a resample", responses, shape: [responses.rows, responses.cols] };
    const input = drawnFrom(whole, stimuli, options.kernel === "given");
    if (!options.confound) return prepare(input, options, kernels);
    const z = drawnConfounderOf(stimuli, options, kernels);
    return finished(deconfounded(input, z, options, kernels), input, options, kernels);
  },
};
