import { OptionError } from "../../base/errors.ts";
import { resolveOptions, type AnySchemas } from "../../base/options.ts";
import { version as current } from "../../base/version.ts";
import type { CitedSubject } from "./facts.ts";
import { citedByMetric } from "./cited/metrics.ts";
import { studies, type StudyName } from "./cited/studies.ts";
import type { CitedStudy } from "./cited/study.ts";
import { metricSubject } from "./of-metric.ts";
import { studyOptions, studySubject } from "./of-study.ts";
import type { ResultSubject } from "./subject.ts";

type Members = Readonly<Record<string, unknown>>;

/** What a result is of, and by which version it was made. */
export interface ResultFound {
  readonly subjects: readonly CitedSubject[];
  readonly notes: readonly string[];
  readonly version: string;
}

/**
 * Members by which the result of a study is known, of which all must be there; the first of the list that fits. They are
 * those of the JSON document; the object of a function has them too, or writes itself so.
 */
const signs: readonly (readonly [
  study: StudyName,
  members: readonly string[],
  value?: readonly [string, unknown],
])[] = [
  ["compare-rdms", ["metric", "compared", "leftOut"]],
  ["fuse", ["metric", "distances", "agreement"]],
  ["predictivity", ["predictivity"]],
  ["describe", ["descriptors", "stimuli", "units"]],
  ["rsa-groups", ["groups", "models", "permutation"]],
  ["layers", ["regions", "profiles"]],
  ["rsa", ["models", "subjects", "noiseCeiling"]],
  ["isc", ["subjects", "rows", "undefinedUnits"]],
  ["map-test", ["largest", "exchanges"]],
  ["reliability", ["crossRdms", "indices"]],
  ["searchlight", ["dissimilarity", "centres"]],
  ["rdm", ["dissimilarity", "stimuli"]],
  ["fast-srm", ["varianceExplained", "method"], ["method", "fast-srm"]],
  ["robust-srm", ["varianceExplained", "method"], ["method", "robust-srm"]],
  ["hyperalign", ["varianceExplained", "method"], ["method", "hyperalignment"]],
  ["srm", ["varianceExplained", "method"], ["method", "srm"]],
  ["consensus", ["losses", "weights", "fit"]],
  ["tangent", ["coordinates", "varianceExplained", "normalize"]],
  ["barycenter", ["group", "mean", "loss"]],
  ["embed", ["coordinates", "stress", "method"]],
  ["cluster", ["method", "labels"]],
  ["mantel", ["of", "with", "correlation"]],
  ["predict", ["r2", "predicted", "method"]],
  ["neighbors", ["neighbors", "computed", "query"]],
  ["explain", ["metric", "unitsX", "unitsY"]],
];

/** Members that the result of a metric has, one at least, and no metric as an option. */
const values = ["value", "values", "options"];

/** Whether it is what repgeom gave or wrote, and no description of a metric. */
export function isResult(given: unknown): given is ResultSubject {
  if (!isObject(given)) return false;
  const result = documentOf(given);
  if (typeof result["version"] === "string") return true;
  const isOfMetric = typeof result["metric"] === "string" && values.some((name) => name in result);
  return isOfMetric || signs.some(([, members, value]) => fits(result, members, value));
}

/**
 * The metric of a result, with what was asked of it (intervals, p-values), or its study.
 * @throws {OptionError} for a result that does not say what it is of.
 */
export async function resultSubjects(given: object): Promise<ResultFound> {
  const result = documentOf(given);
  const version = typeof result["version"] === "string" ? result["version"] : current;
  const silent =
    result["version"] === undefined
      ? [`The result does not say which version made it; this is ${current}.`]
      : [];
  const { subjects, notes } = await subjectsOf(result);
  return { subjects, notes: [...notes, ...silent], version };
}

async function subjectsOf(result: Members): Promise<Omit<ResultFound, "version">> {
  const found = signs.find(([, members, value]) => fits(result, members, value));
  if (found) return withMetric(await studyOf(found[0], result), result);
  if (isObject(result["options"]) && "mantel" in result["options"])
    return { subjects: [await studyOf("compare-metrics", result)], notes: [] };
  if (typeof result["metric"] === "string") return metricOf(result);
  throw new OptionError(
    "cite: this result says neither a metric nor a study that has sources; name them: { metric } or { study }.",
  );
}

/** The members of the JSON document, which a result writes itself. */
function documentOf(given: object): Members {
  const { toJSON } = given as { readonly toJSON?: () => unknown };
  const document = typeof toJSON === "function" ? toJSON.call(given) : given;
  return (isObject(document) ? document : given) as Members;
}

function fits(result: Members, members: readonly string[], value?: readonly [string, unknown]): boolean {
  return members.every((name) => name in result) && (!value || result[value[0]] === value[1]);
}

/** A study that is computed with a metric has the sources of both. */
async function withMetric(study: CitedSubject, result: Members): Promise<Omit<ResultFound, "version">> {
  const { takesMetric }: CitedStudy = studies[study.name as StudyName];
  if (!takesMetric || typeof result["metric"] !== "string") return { subjects: [study], notes: [] };
  const { subjects, notes } = await metricOf(result);
  return { subjects: [...subjects, study], notes };
}

async function metricOf(result: Members): Promise<Omit<ResultFound, "version">> {
  const { metric, own, options } = result;
  if (own !== undefined || !Object.hasOwn(citedByMetric, metric as string)) {
    const note = `${String(metric)} is a metric of your own: its source is for you to cite.`;
    return { subjects: [], notes: [note] };
  }
  const { subject, notes } = await metricSubject({ metric, ...(isObject(options) ? options : {}) });
  const asked = isObject(result["resampling"]) ? [await studyOf("pairwise", result)] : [];
  return { subjects: [subject, ...asked], notes };
}

/** The study with what the result says of its options: in `options`, in `resampling`, or as members of its own. */
async function studyOf(study: StudyName, result: Members): Promise<CitedSubject> {
  const schemas = await studyOptions(study);
  const { options, resampling } = result;
  const said = {
    ...result,
    ...(isObject(options) ? options : {}),
    ...(isObject(resampling) ? resampling : {}),
  };
  const comparator = study === "compare-rdms" ? { comparator: result["metric"] } : {};
  return studySubject({ study, ...acceptable({ ...said, ...comparator }, schemas) });
}

/** Those members that are options and have values that these accept: a result may name other things alike. */
function acceptable(said: Members, schemas: AnySchemas): Members {
  return Object.fromEntries(
    Object.entries(said).filter(([name, value]) => {
      const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
      return schema !== undefined && schema.type !== "data" && isAccepted(name, value, { [name]: schema });
    }),
  );
}

function isAccepted(name: string, value: unknown, schemas: AnySchemas): boolean {
  try {
    resolveOptions("cite", schemas, { [name]: value });
    return true;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}
