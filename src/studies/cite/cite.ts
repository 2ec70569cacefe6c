import type { Citation } from "./citation.ts";
import type { CiteSubject } from "./subject.ts";

// The bibliography is loaded with the first call: a page that never asks for it never loads it.

/**
 * What to cite for metrics, studies and results, and a sentence for a methods section with version and options.
 *
 *     (await cite({ metric: "cka", debiased: true })).toBibtex()
 *     await cite([{ metric: "rsa", comparator: "rho-a" }, { study: "isc", null: "phase-shift" }])
 *     await cite(await pairwise(nets, { metric: "cka" }))
 *
 * Sources depend on options: the debiased form of a metric, an estimator, a comparator, a test. Those of other options
 * are in `subjects[k].others`. This library itself is always among the references, last.
 *
 * @param subjects - one or a list; without any, this library alone
 * @throws {OptionError} for an unknown metric, study or option, or a result that does not say what it is of.
 */
export async function cite(subjects: CiteSubject | readonly CiteSubject[] = "repgeom"): Promise<Citation> {
  const { cite: compute } = await import("./compute.ts");
  return compute(subjects);
}
