import { largestOf, smallestOf } from "../../base/lists.ts";
import { comparatorOf } from "../../rdm/comparators/registry.ts";
import { isFitted, isPerSubject } from "./fitting/models.ts";
import { isChanceZero } from "./plan.ts";
import type { RsaFacts } from "./result.ts";
import type { Study } from "./study.ts";

type Found = Omit<RsaFacts, "warnings">;

/** What was left out, and what makes values too high: one sentence each. */
export function warningsOf(study: Study, found: Found): string[] {
  return [
    ...pairWarnings(study, found),
    ...resampleWarnings(found),
    ...fitWarnings(study, found),
    ...ceilingWarnings(found),
  ];
}

function pairWarnings({ data, models, patterns }: Study, { pairs }: Found): string[] {
  const all = data.cols;
  const [fewest, most] = [smallestOf(pairs), largestOf(pairs)];
  if (fewest === all) return [];
  if (patterns.length === 1)
    return [
      `${all - fewest} pairs of stimuli are missing and were left out: ${fewest} of ${all} are compared.`,
    ];
  const inModels = models.some(({ components }) => components.data.some(Number.isNaN));
  return [
    `Pairs of stimuli are missing: each subject is compared on its own, ${fewest === most ? "" : `${fewest} to `}${most} of ${all}.` +
      (inModels ? " Those missing in a model are left out of all." : ""),
  ];
}

function resampleWarnings({ resamples, noiseCeiling }: Found): string[] {
  const { skipped = 0, withoutCeiling = 0 } = resamples ?? {};
  return [
    ...(skipped > 0 ? [`${skipped} resamples were left out: too few different stimuli or subjects.`] : []),
    ...(withoutCeiling > 0 && !Number.isNaN(noiseCeiling.lower)
      ? [
          `${withoutCeiling} resamples have no noise ceiling, because no two different subjects with common pairs were drawn; the ceiling is from the other ${resamples!.shape.resamples - withoutCeiling}.`,
        ]
      : []),
  ];
}

function fitWarnings({ models, folds }: Study, { options: { comparator } }: Found): string[] {
  const fitted = models.filter(isFitted);
  const weighted = fitted.filter(({ kind }) => kind !== "selected");
  const { fittedBy } = comparatorOf(comparator);
  return [
    ...(fitted.length > 0 && !folds
      ? [
          `${fitted.map(({ name }) => name).join(", ")}: fitted to the data that it is tested on; its value is too high without crossvalidation.`,
        ]
      : []),
    ...(models.some(isPerSubject)
      ? [
          `${models
            .filter(isPerSubject)
            .map(({ name }) => name)
            .join(
              ", ",
            )}: each subject has its own RDM, which may tell more than subjects share: the noise ceiling does not bound it.`,
        ]
      : []),
    ...(weighted.length > 0 && fittedBy !== comparator
      ? [`Weights are fitted for ${fittedBy}: ${comparator} has no least squares of its own.`]
      : []),
  ];
}

function ceilingWarnings({ subjects, noiseCeiling }: Found): string[] {
  if (!Number.isNaN(noiseCeiling.lower)) return [];
  return [
    subjects.length === 1
      ? "One subject has no noise ceiling, because there are no others: there is no test against it."
      : "There is no noise ceiling: no subject shares enough pairs of stimuli with the others.",
  ];
}

/** What the p-values are about, where they are easily read as more. */
export function testNotes({ models }: Pick<Study, "models">, found: Found): string[] {
  return [...constantNotes(found), ...chanceNotes(models.some(isFitted), found), ...subjectNotes(found)];
}

function constantNotes({ models, tests, permutation }: Found): string[] {
  const isStill = (p: Float64Array | undefined, m: number) => p !== undefined && Number.isNaN(p[m]);
  const still = models.filter((_, m) => isStill(permutation?.raw, m) || isStill(tests?.againstZero.raw, m));
  if (still.length === 0) return [];
  return [`${still.join(", ")}: no permutation of the stimuli changes the value, so there is no test.`];
}

function chanceNotes(fitted: boolean, { tests, options }: Found): string[] {
  if (!tests || options.test === "permutation" || isChanceZero(options, fitted)) return [];
  return [
    `Chance is not 0 for ${options.comparator}${comparatorOf(options.comparator).chanceIsZero ? " of fitted weights" : " of dissimilarities above 0"}, so p against 0 is small for any model; the test "permutation" compares with chance.`,
  ];
}

/** Subjects alone are the sample where stimuli are not drawn again. */
function subjectNotes({ tests, options }: Found): string[] {
  const { test, bootstrap } = options;
  if (!tests || test === "permutation" || bootstrap.includes("stimuli")) return [];
  return [
    `p by ${test} is about these stimuli and other subjects: subjects share one true RDM, so a model that has nothing to do with it is also rejected as subjects grow; the test "permutation" asks whether the model knows the stimuli.`,
  ];
}
