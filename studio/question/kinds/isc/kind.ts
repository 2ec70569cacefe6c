import type { Item, Question } from "../../../session/types.ts";
import { commandOf } from "../code.ts";
import { filesOf, source } from "../files-code.ts";
import { comparable } from "../fitting.ts";
import type { Data, QuestionKind } from "../kind.ts";
import { computedText, networksText, paragraph } from "../methods.ts";
import { programOf, readingCode } from "../program.ts";
import { chosenOf, flagOptions, optionsOf } from "./options.ts";

/** What subjects share, unit by unit. */
export const isc: QuestionKind = {
  name: "isc",
  title: "Inter-subject correlation",
  help: "How much of the course of each unit subjects share, with a test by resampling.",
  verb: "Correlate",
  metrics: "none",
  options: optionsOf,
  main: ["method", "summary", "null"],
  labels: { null: "Test", tolerateNans: "Leave out NaN" },
  idle({ options }) {
    const tests = ["samples", "side", "confidence", "groups", "seed"];
    if (!options["null"]) return Object.fromEntries(tests.map((name) => [name, "It is of a test."]));
    const isBootstrap = String(options["null"]).endsWith("bootstrap");
    return {
      ...(isBootstrap ? {} : { confidence: "It is of the null bootstrap." }),
      ...(String(options["null"]).endsWith("permutation")
        ? {}
        : { groups: "It is of the null permutation." }),
    };
  },
  mistake(question, data) {
    const { options, features, isConnectivity, groups } = chosen(question, data);
    if (options.null && options.summary === "none")
      return { option: "summary", text: "A test needs a summary over subjects: the mean or the median." };
    if (options.null?.endsWith("bootstrap") && data.items.length < 3)
      return { option: "null", text: "The bootstrap draws subjects: it needs three or more." };
    if (groups && new Set(groups).size !== 2)
      return { option: "groups", text: `The column makes ${new Set(groups).size} groups; two are compared.` };
    if (hasOneWidth(data.items) || (features !== undefined && !isConnectivity)) return undefined;
    return isConnectivity
      ? { option: "connectivity", text: "Subjects have other numbers of units: units cannot be paired." }
      : {
          option: "features",
          text: "Subjects have other numbers of units: give the features of a shared space.",
        };
  },
  refusal({ items }) {
    if (items.length < 2) return "It needs two subjects or more.";
    const other = items.find(({ kind }) => kind !== "matrix");
    if (other) return `It is for responses of time (or stimuli) × units; ${other.name} is ${other.axes}.`;
    return comparable(items);
  },
  code: (question, data) => ({
    command: commandOf({
      words: ["isc", ...filesOf(data.items)],
      question: { ...question, metrics: [] },
      data,
      options: flagOptions,
      more: groupFlag(question, data),
    }),
    typescript: programOfIsc(question, data),
  }),
  methods(question, data) {
    const { options, features } = chosen(question, data);
    const test = options.null
      ? ` Tested by ${options.null} (${options.samples} resamples, ${options.side}, seed ${options.seed}); p-values are corrected by the largest summary of each resample and for the false discovery rate.`
      : "";
    return paragraph(
      `Inter-subject correlation (Hasson et al., Science 2004) of ${networksText(data.items, "subject")}, ${options.method}` +
        `${options.summary === "none" ? "" : `, ${options.summary} over subjects`}` +
        `${features === undefined ? "" : `, in native units and in a shared space of ${features} features`}.${test}`,
      computedText(data),
    );
  },
};

function chosen({ options }: Question, { items, session }: Data) {
  return chosenOf(
    options,
    items.map(({ name }) => name),
    session.table,
  );
}

function hasOneWidth(items: readonly Item[]): boolean {
  return new Set(items.map(({ shape }) => shape[1])).size < 2;
}

function groupFlag(question: Question, data: Data): string[] {
  const { groups } = chosen(question, data);
  return groups ? ["--groups", groups.join(",")] : [];
}

function programOfIsc(question: Question, data: Data): string {
  const { options, features, isConnectivity } = chosen(question, data);
  const { method, summary, tolerateNans } = options;
  const isNative = hasOneWidth(data.items);
  const shared = `
const { aligned } = await engine.srm(subjects, ${source({ features })});
const moved = aligned.map(({ rows, cols, data }, k) => ({ name: subjects[k]!.name, shape: [rows, cols], data }));`;
  return programOf({
    data,
    before: readingCode("subjects", data.items, data) + (features === undefined ? "" : shared),
    calls: [
      ...(isNative ? [`engine.isc(subjects, ${source(options)})`] : []),
      ...(features === undefined ? [] : [`engine.isc(moved, ${source(options)})`]),
      ...(isConnectivity ? [`engine.isfc(subjects, ${source({ method, summary, tolerateNans })})`] : []),
    ],
  });
}
