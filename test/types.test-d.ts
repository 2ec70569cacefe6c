// Checked by `tsc`, never run: the name of a metric selects the options beside it.
import { compare, defineMetric, metrics, pairwise, type MetricSpec, type OptionsOf } from "../src/index.ts";
import { defineInnerProductComparator } from "../src/rdm/comparators/comparator.ts";
import { spearman } from "../src/rdm/comparators/correlations.ts";

const x = { rows: 2, cols: 1, data: new Float64Array(2) };

void compare(x, x, { metric: "procrustes", alpha: 0.5, ground: "euclidean" });
void compare([[1], [2]], x, { metric: "cka", debiased: true });
void pairwise([x, x], { metric: "rsa", comparator: "spearman" });
// @ts-expect-error there is no such metric
void compare(x, x, { metric: "cosine" });
// @ts-expect-error the option belongs to another metric
void compare(x, x, { metric: "cka", alpha: 0.5 });
// @ts-expect-error not one of the choices
void compare(x, x, { metric: "procrustes", ground: "angle" });
// @ts-expect-error a number is needed
void compare(x, x, { metric: "procrustes", alpha: "1" });

// A metric itself selects its options as its name does.
void compare(x, x, { metric: metrics.procrustes, alpha: 0.5, ground: "euclidean" });
void pairwise([x, x], { metric: metrics.rsa, comparator: "spearman", bootstrap: "stimuli" });
// @ts-expect-error the option belongs to another metric
void compare(x, x, { metric: metrics.cka, alpha: 0.5 });
// @ts-expect-error not one of the choices
void compare(x, x, { metric: metrics.procrustes, ground: "angle" });
// @ts-expect-error no metric of ours
void compare(x, x, { metric: { name: "cka" } });

export const kernel: OptionsOf<"cka">["kernel"] = "rbf";
export const specs: MetricSpec[] = [{ metric: "cka" }, { metric: "rsa", dissimilarity: "cosine" }];

// A comparator declares everything that other code asks of it.
const { pooling, fittedBy, nonNegative, cosineOf, ...others } = spearman;
defineInnerProductComparator({ ...others, pooling, fittedBy, nonNegative, cosineOf });
// @ts-expect-error how several RDMs are pooled
defineInnerProductComparator({ ...others, fittedBy, nonNegative, cosineOf });
// @ts-expect-error where weights are fitted
defineInnerProductComparator({ ...others, pooling, nonNegative, cosineOf });
// @ts-expect-error whether it may be negative
defineInnerProductComparator({ ...others, pooling, fittedBy, cosineOf });
// @ts-expect-error what it is the cosine of
defineInnerProductComparator({ ...others, pooling, fittedBy, nonNegative });

// A metric of one's own, with its options beside, or alone.
const mine = defineMetric({
  name: "mine",
  options: { k: { default: 10, min: 1 } },
  prepare: (given) => ({ given, rows: given.rows }),
  compare: (a, b, { k }) => a.rows * b.given.data[0]! * k,
});
void compare(x, x, mine);
void pairwise([x, x], { metric: mine, k: 3, bootstrap: "stimuli" });
// @ts-expect-error compare must give a number
defineMetric({ name: "mine", compare: () => "1" });
// @ts-expect-error a definition needs a name
defineMetric({ compare: () => 1 });
