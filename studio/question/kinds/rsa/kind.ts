import { comparators } from "repgeom";
import type { Item, Question } from "../../../session/types.ts";
import { commandOf } from "../code.ts";
import { filesOf, source } from "../files-code.ts";
import { absent, comparable } from "../fitting.ts";
import type { Data, QuestionKind } from "../kind.ts";
import { computedText, counted, listed, paragraph } from "../methods.ts";
import { programOf, readingCode } from "../program.ts";
import { sideOption, sidesMistake, sidesOf, usualRows } from "../sides.ts";
import { divided, rsaFormOptions } from "./options.ts";

const doc =
  "Which representations are models; all others are the data, one for each subject. As marked: those that the list of data marks as rows. Else those of one group of the table.";

/** Which model explains the data of subjects, and how certain that is. */
export const rsa: QuestionKind = {
  name: "rsa",
  title: "Models × subjects",
  help: "Which models explain the data of subjects: similarities of RDMs with intervals, noise ceiling and tests.",
  verb: "Evaluate",
  metrics: "none",
  options: (data) => ({ rows: sideOption(data.items, data.session.table, doc), ...rsaFormOptions }),
  main: ["rows", "comparator"],
  labels: { rows: "models" },
  start: ({ items, session }) => {
    const rows = usualRows(items, session.table);
    return rows === undefined ? {} : { rows };
  },
  idle({ options }) {
    const bootstrapped = options["bootstrap"] !== undefined;
    const first = "Choose what the bootstrap draws first.";
    return {
      ...(options["from"] === "rdms" && { dissimilarity: "The files hold RDMs already." }),
      ...(!bootstrapped && { samples: first }),
      ...((options["bootstrap"] as readonly string[] | undefined)?.length !== 2 && {
        dual: "It is for a bootstrap of both, stimuli and subjects.",
      }),
    };
  },
  mistake: (question, data) => sidesMistake(sidesIn(question, data), ["models", "data of subjects"], "rows"),
  refusal(data) {
    const { items, session } = data;
    const missing = absent(items);
    if (missing !== undefined) return missing;
    if (items.length < 2) return "It needs a model and data: two representations or more.";
    const other = items.find(({ kind, shape }) => kind !== "matrix" && shape.length > 3);
    if (other) return `It is for stimuli × units, or RDMs; ${other.name} is ${other.axes}.`;
    if (usualRows(items, session.table) === undefined && items.every(({ side }) => side !== "columns"))
      return "It needs two sides: mark the data of subjects as columns in the list of data, or add a table with groups.";
    return items.every(({ kind }) => kind === "matrix") && !squares(items) ? comparable(items) : undefined;
  },
  code(question, data) {
    const { rows, columns } = sidesIn(question, data);
    const { from, dissimilarity, inference } = divided(question.options);
    const { rows: _, ...options } = question.options;
    const words = ["rsa", "--data", ...filesOf(columns), "--models", ...filesOf(rows)];
    const flagged = { from, ...options };
    return {
      command: commandOf({
        words,
        question: { ...question, metrics: [], options: flagged },
        data: from === "rdms" ? withoutReading(data) : data,
        options: rsaFormOptions,
        pictures: false,
        named: [],
        out: ".json",
      }),
      typescript: programOf({
        data,
        imports: from === "rdms" ? ["readRdms"] : [],
        before: [
          rdmsCode("models", rows, data, { from, dissimilarity }),
          rdmsCode("data", columns, data, { from, dissimilarity }),
        ].join("\n"),
        calls: [`engine.rsa({ models, data, ...${source(inference)} })`],
        writes: "toJson",
      }),
    };
  },
  methods(question, data) {
    const { rows, columns } = sidesIn(question, data);
    const { from, dissimilarity, inference } = divided(question.options);
    const {
      comparator = "cosine",
      bootstrap = [],
      samples = 1000,
      seed = 1,
      confidence = 0.95,
      test,
      permutations,
    } = inference;
    const { title } = comparators[comparator as "cosine"];
    return paragraph(
      `${counted(rows.length, "model")} (${listed(rows.slice(0, 8).map(({ name }) => name))}${rows.length > 8 ? ", …" : ""}) ${rows.length === 1 ? "was" : "were"} compared with the RDMs of ${counted(columns.length, "subject")} by ${title}.`,
      from === "representations"
        ? `RDMs were made of the responses by the dissimilarity ${dissimilarity}.`
        : "",
      (bootstrap as readonly string[]).length > 0
        ? `Intervals of ${100 * Number(confidence)} % are from ${samples} bootstrap resamples of ${listed(bootstrap as string[])} (seed ${seed}; Schütt et al., eLife 12:e82566, 2023).`
        : "",
      `Models were tested ${test ? `by ${test}` : "by permutation of stimuli where chance is not 0, else by t tests"}${permutations ? ` with ${permutations} permutations` : ""}; p-values are corrected by the false discovery rate.`,
      computedText(data),
    );
  },
};

function sidesIn({ options }: Question, { items, session }: Data) {
  return sidesOf(items, session.table, options["rows"]);
}

/** Whether all may be RDMs. */
function squares(items: readonly Item[]): boolean {
  return items.every(({ shape }) => shape[0] === shape[1]);
}

/** Flags of reading are refused for files of RDMs. */
function withoutReading(data: Data): Data {
  return { ...data, session: { ...data.session, reading: {} } };
}

function rdmsCode(
  variable: string,
  items: readonly Item[],
  data: Data,
  { from, dissimilarity }: { readonly from: string; readonly dissimilarity: string },
): string {
  if (from === "rdms") return `const ${variable} = await readRdms(${source(filesOf(items))});`;
  const responses = `${variable}Responses`;
  return `${readingCode(responses, items, data)}
const ${variable} = await Promise.all(${responses}.map((one) => engine.rdm(one, ${source({ dissimilarity })})));`;
}
