import type { MetricSpec } from "repgeom";
import { metrics as known } from "../../../own/metrics.ts";
import { compareMetricsOptions, flagsOf, resolveOptions, type AnySchemas } from "repgeom/options";
import type { Question } from "../../../session/types.ts";
import { commandOf, shellLine } from "../code.ts";
import { filesOf, source } from "../files-code.ts";
import { comparable, pairsOf } from "../fitting.ts";
import type { QuestionKind } from "../kind.ts";
import { wordsOf } from "../made.ts";
import { computedText, metricsText, networksText, paragraph } from "../methods.ts";
import { programOf } from "../program.ts";

/** Whether metrics see the same networks alike. */
export const metrics: QuestionKind = {
  name: "metrics",
  title: "Metric × metric",
  help: "Whether several metrics see the networks alike: agreement of their distances, map and tree of the metrics.",
  verb: "Compare",
  metrics: "several",
  usual: [{ metric: "procrustes" }, { metric: "cka" }, { metric: "rsa" }],
  options: () => compareMetricsOptions,
  main: ["comparator"],
  labels: { mantel: "permutations (Mantel)" },
  idle: ({ options }) => (options["mantel"] ? {} : { seed: "Nothing is drawn: it decides permutations." }),
  mistake({ metrics }) {
    return metrics.length < 2 ? { text: "It compares metrics: add another one." } : undefined;
  },
  pairs: (_, { items }) => ({ count: pairsOf(items) }),
  refusal({ items }) {
    if (items.length < 3)
      return "It needs three representations or more, so that there are pairs to compare.";
    return comparable(items);
  },
  code(question, data) {
    const { metrics: specs, options } = question;
    const words = wordsOf(specs);
    const alone = { ...question, options: {} };
    const pairwise = commandOf({
      words: ["pairwise", ...filesOf(data.items)],
      question: alone,
      data,
      options: {},
      out: ".csv",
    });
    const files = specs.length > 1 ? words.map((word) => `pairwise.${word}.csv`) : ["pairwise.csv"];
    const line = [
      "repgeom",
      "compare-metrics",
      ...files,
      ...flagsOf(compareMetricsOptions, options),
      ...conversion(specs),
    ];
    return {
      command: `${noteOf(question.metrics)}${pairwise}${shellLine([...line, "--deterministic", "--out", "metrics.csv", "--report", "metrics.html"])}\n`,
      typescript: programOf({
        data,
        calls: [`engine.compareMetrics(results, ${source(options)})`],
        between: `const results = [
${specs.map((spec) => `  await engine.pairwise(networks, ${source(spec)}),`).join("\n")}
];`,
      }),
    };
  },
  methods({ metrics: specs, options }, data) {
    const { comparator = compareMetricsOptions.comparator.default, mantel = 0, seed = 1 } = options;
    return paragraph(
      `Distances between all pairs of ${networksText(data.items)} were computed by ${metricsText(specs)}, and compared with one another over the pairs by ${String(comparator)}.`,
      mantel
        ? `P-values are by ${mantel} permutations of the networks (Mantel, Cancer Research 27, 1967; seed ${seed}).`
        : "",
      computedText(data),
    );
  },
};

/** How similarities of these metrics become distances: each way once. */
function ways(specs: Question["metrics"]): string[] {
  const of = ({ metric, ...options }: MetricSpec) => {
    const { properties, options: schemas } = known[metric];
    const chosen = resolveOptions(metric, schemas as AnySchemas, options) as never;
    return properties.call(known[metric], chosen).toDistance;
  };
  return [...new Set(specs.map(of))].filter((way) => way !== undefined);
}

/** One flag says it for all files of similarities. */
function conversion(specs: Question["metrics"]): string[] {
  const [way] = ways(specs);
  return way === undefined ? [] : ["--to-distance", way];
}

function noteOf(specs: Question["metrics"]): string {
  return ways(specs).length < 2
    ? ""
    : "# Similarities of these metrics become distances in two ways, and the command takes one for all: only the program gives the same values.\n";
}
