/** Options of models against data, by the names of the flags of the command line. */
import {
  crossvalidationOptions,
  rdmOptions,
  rsaOptions,
  type AnySchemas,
  type OptionSchema,
} from "repgeom/options";

const {
  data: _,
  models: __,
  comparatorOptions: ___,
  resamples: ____,
  crossvalidation,
  ...inference
} = rsaOptions;

const from: OptionSchema<string> = {
  type: "choice",
  default: "representations",
  choices: ["representations", "rdms"],
  doc: "What the files hold: responses (stimuli × units), of which RDMs are made; or RDMs, square, condensed or in stacks.",
};

const crossvalidate: OptionSchema<boolean> = { type: "boolean", default: false, doc: crossvalidation.doc };

/** All but which side is which. */
export const rsaFormOptions = {
  from,
  dissimilarity: { ...rdmOptions.dissimilarity, doc: "Of the RDMs made from responses." },
  ...inference,
  crossvalidate,
  subjectFolds: crossvalidationOptions.subjects,
  stimulusFolds: crossvalidationOptions.stimuli,
  repeats: crossvalidationOptions.repeats,
} satisfies AnySchemas;

/** What is of `rsa`, and how its RDMs are made. */
export function divided(given: Readonly<Record<string, unknown>>): {
  readonly from: "representations" | "rdms";
  readonly dissimilarity: string;
  readonly inference: Readonly<Record<string, unknown>>;
} {
  const {
    rows: _,
    from = "representations",
    dissimilarity = rdmOptions.dissimilarity.default,
    ...others
  } = given;
  const { crossvalidate, subjectFolds: subjects, stimulusFolds: stimuli, repeats, ...inference } = others;
  const asked = Object.entries({ subjects, stimuli, repeats }).filter(([, value]) => value !== undefined);
  const divides = crossvalidate === true || asked.length > 0;
  return {
    from: from as "rdms",
    dissimilarity: String(dissimilarity),
    inference: { ...inference, ...(divides && { crossvalidation: Object.fromEntries(asked) }) },
  };
}
