import type { Question } from "../../../session/types.ts";
import { comparable, pairsOf } from "../fitting.ts";
import type { Data, QuestionKind } from "../kind.ts";
import { computedText, metricsText, networksText, paragraph } from "../methods.ts";
import { codeOf } from "./code.ts";
import { chosenOf, columnNamed, optionsOf } from "./options.ts";

/** Networks as points of a space: where they are, in which groups, and what goes with it. */
export const space: QuestionKind = {
  name: "space",
  title: "Space of networks",
  help: "Networks as points of a metric space: map, tree, clusters, nearest ones, and whether what is known of them can be predicted.",
  verb: "Explore",
  metrics: "one",
  options: optionsOf,
  main: ["covariate", "map", "clusters"],
  labels: { k: "Neighbours that predict", query: "Nearest to", nearest: "How many nearest" },
  idle({ options }) {
    const { covariate, predictor, map, query, clustering } = chosenOf(options);
    const ofCovariate = ["predictor", "folds", "ridge", "bandwidth", "k", "confounds"];
    const idle = covariate ? [] : ofCovariate.map((name) => [name, "It is of a covariate."]);
    const ofKernel = predictor === "kernel-ridge" ? [] : [["bandwidth", "It is of kernel-ridge."]];
    const ofNeighbors =
      predictor === "neighbors" ? [["ridge", "It is of ridge regression."]] : [["k", "It is of neighbors."]];
    return Object.fromEntries([
      ...ofKernel,
      ...ofNeighbors,
      ...idle,
      ...(map === "smacof" || clustering === "k-medoids" ? [] : [["restarts", "It is of smacof."]]),
      ...(query ? [] : [["nearest", "Choose a network first."]]),
    ]) as Record<string, string>;
  },
  mistake,
  pairs: (_, { items }) => ({ count: pairsOf(items) }),
  refusal({ items }) {
    if (items.length < 3) return "It needs three networks or more.";
    return comparable(items);
  },
  code: codeOf,
  methods({ metrics, options }, data) {
    const {
      map,
      dimensions,
      clustering,
      clusters,
      covariate,
      confounds,
      predictor,
      permutations,
      seed,
      groupTest,
    } = chosenOf(options);
    const how = map === "pcoa" ? "principal coordinates" : "metric multidimensional scaling (SMACOF)";
    const number =
      clusters === undefined ? "the number with the largest mean silhouette" : `${clusters} clusters`;
    const beyond = confounds.length > 0 ? `, given ${confounds.join(", ")}` : "";
    return paragraph(
      `${networksText(data.items)} were compared by ${metricsText(metrics)} and placed in ${dimensions} dimensions by ${how}.`,
      `They were clustered by ${clustering}${clustering === "k-medoids" ? "" : " linkage"}, ${number}.`,
      ...(covariate
        ? [
            `${covariate} was predicted${beyond} by ${predictor} with cross-validation, and compared with the distances by a Mantel test (one-sided), each with ${permutations} permutations (seed ${seed}).`,
          ]
        : []),
      ...(groupTest ? [`Groups were tested by ${groupTest} with ${permutations} permutations.`] : []),
      computedText(data),
    );
  },
};

function mistake({ options }: Question, { items, session }: Data) {
  const { covariate, confounds, clusters, dimensions, nearest, query, groupTest } = chosenOf(options);
  const names = items.map(({ name }) => name);
  for (const name of [covariate ?? [], ...confounds].flat()) {
    try {
      columnNamed(name, names, session.table);
    } catch (error) {
      return { text: (error as Error).message, option: name === covariate ? "covariate" : "confounds" };
    }
  }
  if (covariate !== undefined && confounds.includes(covariate))
    return { text: `${covariate} is the covariate; nothing of it would be left.`, option: "confounds" };
  const most = (option: string, value: number | undefined, limit: number) =>
    value !== undefined && value > limit
      ? { option, text: `There are ${items.length} networks: ${limit} at most.` }
      : undefined;
  const hasGroups = session.groups !== undefined || session.look.color !== undefined;
  return (
    most("clusters", clusters, items.length) ??
    most("dimensions", dimensions, items.length - 1) ??
    (query ? most("nearest", nearest, items.length - 1) : undefined) ??
    (groupTest && !hasGroups
      ? { option: "groupTest", text: "It needs groups: choose a column as groups or as colour." }
      : undefined)
  );
}
