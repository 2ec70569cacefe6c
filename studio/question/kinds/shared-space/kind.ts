import type { Question } from "../../../session/types.ts";
import { commandOf } from "../code.ts";
import { filesOf, source } from "../files-code.ts";
import { comparable } from "../fitting.ts";
import type { Data, QuestionKind } from "../kind.ts";
import { computedText, networksText, paragraph } from "../methods.ts";
import { programOf, readingCode } from "../program.ts";
import { chosenOf, flagOptions, idleFor, optionsOf, type Method } from "./options.ts";

const sources: Readonly<Record<Method, string>> = {
  srm: "the shared response model (Chen et al., NeurIPS 2015)",
  "robust-srm": "the robust shared response model (Turek et al., 2018)",
  "fast-srm": "the fast shared response model (Richard et al., 2019)",
  hyperalignment: "hyperalignment (Haxby et al., Neuron 2011)",
};

const functions: Readonly<Record<Method, string>> = {
  srm: "srm",
  "robust-srm": "robustSrm",
  "fast-srm": "fastSrm",
  hyperalignment: "hyperalign",
};

/** Networks in common axes: what they share, and the similarities between them before and after. */
export const sharedSpace: QuestionKind = {
  name: "shared-space",
  title: "Shared space",
  help: "Which responses networks or subjects share in common axes: similarities between them native against shared, variance explained, paths before and after.",
  verb: "Align",
  metrics: "none",
  options: optionsOf,
  main: ["method", "features", "similarity"],
  labels: { features: "Shared features" },
  idle: ({ options }) => idleFor(chosenOf(options).method),
  refusal({ items }) {
    if (items.length < 2) return "It needs two networks or more.";
    const other = items.find(({ kind }) => kind !== "matrix");
    if (other) return `It is for responses of stimuli × units; ${other.name} is ${other.axes}.`;
    return comparable(items);
  },
  mistake(question, { items }) {
    const { features } = chosenOf(question.options).fit;
    const most = items.reduce((least, { shape }) => Math.min(least, shape[0]!, shape[1]!), Infinity);
    if (typeof features !== "number" || features <= most) return undefined;
    return { option: "features", text: `There can be ${most} at most: no more than units or stimuli.` };
  },
  code: (question, data) => ({
    command: commandOf({
      words: ["srm", ...filesOf(data.items)],
      question: { ...question, metrics: [] },
      data,
      options: flagOptions,
      more: referenceFlag(question),
    }).replace("--out srm.npy", "--out shared"),
    typescript: programOfSpace(question, data),
  }),
  methods(question, data) {
    const { method, fit, similarity, bootstrap } = chosenOf(question.options);
    const features = fit["features"] === undefined ? "" : ` with ${fit["features"]} shared features`;
    return paragraph(
      `${networksText(data.items, "network")} were aligned by ${sources[method]}${features}. Similarities of stimuli (${similarity}, ` +
        "units centred) within networks were correlated with those between each network and the mean of the others, in native units and in the shared space; " +
        `intervals are of ${bootstrap.samples} resamples of networks (seed ${bootstrap.seed}).`,
      computedText(data),
    );
  },
};

function referenceFlag({ options }: Question): string[] {
  const { reference } = chosenOf(options);
  return reference === undefined ? [] : ["--reference", reference];
}

function programOfSpace(question: Question, data: Data): string {
  const { method, fit, similarity, bootstrap } = chosenOf(question.options);
  const given = method === "fast-srm" ? "networks.map((one) => async () => one)" : "networks";
  const before = `${readingCode("networks", data.items, data)}
const space = await engine.${functions[method]}(${given}, ${source(fit)});
const aligned = space.aligned.map(({ rows, cols, data }, k) => ({ name: space.names[k]!, shape: [rows, cols], data }));
const within = await engine.wrsm(networks, ${source({ similarity })});
for (const [name, given] of [["native", networks], ["shared", aligned]] as const) {
  if (new Set(given.map(({ shape }) => shape[1])).size > 1) continue; // other numbers of units
  const between = await engine.irsm(given, ${source({ similarity })});
  const { value, lower, upper } = await engine.correlateRsms(within, between, ${source(bootstrap)});
  console.log(name, value, lower, upper);
}`;
  return programOf({ data, before, calls: ["space"] });
}
