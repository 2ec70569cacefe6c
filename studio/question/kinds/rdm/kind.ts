import { dissimilarities, type DissimilarityName } from "repgeom";
import { rdmOptions, type OptionSchema } from "repgeom/options";
import type { Item, Question } from "../../../session/types.ts";
import { commandOf } from "../code.ts";
import { filesOf, source } from "../files-code.ts";
import { absent } from "../fitting.ts";
import type { Data, Mistake, QuestionKind } from "../kind.ts";
import { computedText, counted, optionTexts, paragraph } from "../methods.ts";
import { programOf } from "../program.ts";
import { idleOf, rdmFormOptions } from "./options.ts";

/** With more representations a list of them is no help. */
const mostListed = 200;

/** Dissimilarities between the stimuli of one representation, or of each. */
export const rdm: QuestionKind = {
  name: "rdm",
  title: "RDM",
  help: "How dissimilar the stimuli are within each representation: matrices, and a map of the stimuli.",
  verb: "Compute",
  metrics: "none",
  options: ({ items }) => ({
    ...(items.length > 1 && items.length <= mostListed && { of: ofOption(items) }),
    ...rdmFormOptions,
  }),
  main: ["dissimilarity"],
  labels: { of: "of", mds: "map of stimuli" },
  start: ({ items }) => (items[0]?.kind === "repeats" ? { dissimilarity: "crossnobis" } : {}),
  idle: ({ options }) => idleOf(options),
  mistake,
  refusal({ items }) {
    if (items.length === 0) return "It needs a representation.";
    const other = items.find(({ kind }) => kind !== "matrix" && kind !== "repeats");
    if (other)
      return `It is for stimuli × units, or with repeats; ${other.name} is ${other.axes}. Pool or flatten its axes under Reading.`;
    return absent(items);
  },
  code(question, data) {
    const items = chosen(question, data);
    const { of: _, ...options } = question.options;
    const { mds: __, ...about } = options;
    return {
      command: commandOf({
        words: ["rdm", ...filesOf(items)],
        question: { ...question, metrics: [], options },
        data: { ...data, items },
        options: rdmFormOptions,
        pictures: false,
      }),
      typescript: programOf({
        data: { ...data, items },
        imports: items.length > 1 ? ["stackRdms"] : [],
        calls: [callOf(items, about)],
      }),
    };
  },
  methods(question, data) {
    const items = chosen(question, data);
    const { dissimilarity = rdmOptions.dissimilarity.default, of: _, mds: __, ...others } = question.options;
    const { title, source } = dissimilarities[dissimilarity as DissimilarityName];
    const details = [...optionTexts(others), ...(source ? [source] : [])].join("; ");
    return paragraph(
      `Representational dissimilarity matrices of ${counted(items.length, "representation")} were computed over ${counted(items[0]?.shape[0] ?? 0, "stimulus", "stimuli")} by ${title}${details && ` (${details})`}.`,
      computedText(data),
    );
  },
};

function ofOption(items: readonly Item[]): OptionSchema<string | undefined> {
  const choices = items.map(({ name }) => name);
  return {
    type: "choice",
    default: undefined,
    choices,
    doc: "One representation alone; without it, all of them.",
  };
}

function chosen({ options }: Question, { items }: Data): readonly Item[] {
  return items.filter(({ name }) => options["of"] === undefined || name === options["of"]);
}

/** Repeats where the dissimilarity has no use for them, or none where it needs them. */
function mistake(question: Question, data: Data): Mistake | undefined {
  const {
    dissimilarity = rdmOptions.dissimilarity.default,
    average,
    noise,
    pooling = "means",
  } = question.options;
  const known = dissimilarities[dissimilarity as DissimilarityName];
  const items = chosen(question, data);
  const plain = items.find(({ kind }) => kind === "matrix");
  const repeated = items.find(({ kind }) => kind === "repeats");
  if (known.accepts === "repeats" && plain)
    return {
      option: "dissimilarity",
      text: `${dissimilarity} needs repeats of each stimulus; ${plain.name} is ${plain.axes}.`,
    };
  if (known.accepts === "matrix" && repeated && average === undefined && pooling === "means")
    return {
      option: "average",
      text: `${dissimilarity} is of one row a stimulus; ${repeated.name} has repeats: set average to repeats, or take crossnobis.`,
    };
  if (known.noise === "needed" && noise === undefined)
    return {
      option: "noise",
      text: `${dissimilarity} needs noise: a method, which estimates it from repeats, or none.`,
    };
  return undefined;
}

function callOf(items: readonly Item[], options: object): string {
  const given = source(options);
  if (items.length === 1) return `engine.rdm(networks[0]!, ${given})`;
  return `Promise.all(networks.map((one) => engine.rdm(one, ${given}))).then((rdms) => stackRdms(rdms))`;
}
