import type { MetricSpec } from "repgeom";
import type { Example } from "./example.ts";
import { recurrentNetworks } from "./recurrent.ts";

/** Four distances between all responses (first order), and four between the RDMs of the stimuli (second order). */
const ways: readonly MetricSpec[] = [
  { metric: "elementwise", dissimilarity: "euclidean" },
  { metric: "elementwise", dissimilarity: "cityblock" },
  { metric: "elementwise", dissimilarity: "chebyshev" },
  { metric: "elementwise", dissimilarity: "correlation" },
  { metric: "rsa", dissimilarity: "euclidean", comparator: "euclidean" },
  { metric: "rsa", dissimilarity: "euclidean", comparator: "cityblock" },
  { metric: "rsa", dissimilarity: "euclidean", comparator: "chebyshev" },
  { metric: "rsa", dissimilarity: "euclidean", comparator: "pearson" },
];

export const eightWays: Example = {
  name: "eight-ways",
  title: "Eight ways to compare them",
  about:
    "The same networks by eight metrics, unit by unit and by their RDMs, and how alike the metrics see them.",
  before: [{ kind: "pairs", metrics: ways, options: {} }],
  question: { kind: "metrics", metrics: ways, options: {} },
  look: { color: "condition" },
  load: () => recurrentNetworks("eight-ways"),
};
