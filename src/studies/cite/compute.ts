import { OptionError } from "../../base/errors.ts";
import { version as current } from "../../base/version.ts";
import { bibliography, type ReferenceKey } from "./bibliography/bibliography.ts";
import { citationOf, type Citation } from "./citation.ts";
import type { CitedSubject } from "./facts.ts";
import { methodsSentence } from "./methods.ts";
import { metricSubject } from "./of-metric.ts";
import { isResult, resultSubjects } from "./of-result.ts";
import { studySubject } from "./of-study.ts";
import { softwareReference } from "./software.ts";
import type { CiteSubject, StudySubject } from "./subject.ts";

/** Some subjects that were computed by one version. */
interface Found {
  readonly subjects: readonly CitedSubject[];
  readonly version: string;
  readonly notes?: readonly string[];
}

/** As the public function of this name. */
export async function cite(given: CiteSubject | readonly CiteSubject[]): Promise<Citation> {
  const list = Array.isArray(given) ? (given as readonly CiteSubject[]) : [given as CiteSubject];
  if (list.length === 0) throw new OptionError("cite: no metric and no study was given.");
  const found = await Promise.all(list.map(foundOf));
  const versions = [...new Set(found.map(({ version }) => version))];
  const subjects = found.flatMap((one) => one.subjects);
  const keys = new Set(subjects.flatMap(({ sources }) => sources.flatMap((source) => source.keys)));
  return citationOf({
    references: [
      ...[...keys].map((key) => bibliography[key as ReferenceKey]),
      softwareReference(versions[0]),
    ],
    subjects,
    methods: found
      .flatMap((one) => one.subjects.map((subject) => methodsSentence(subject, one.version)))
      .join(" "),
    notes: [...found.flatMap(({ notes = [] }) => notes), ...versionNotes(versions)],
    version: versions[0]!,
  });
}

async function foundOf(given: CiteSubject): Promise<Found> {
  if (given === "repgeom") return { subjects: [library], version: current };
  if (isStudy(given)) return { subjects: [await studySubject(given)], version: current };
  if (isResult(given)) return resultSubjects(given);
  const { subject, notes } = await metricSubject(given);
  return { subjects: [subject], version: current, notes };
}

const library: CitedSubject = {
  kind: "library",
  name: "repgeom",
  title: "representational geometry",
  options: {},
  sources: [],
  others: [],
};

function isStudy(given: unknown): given is StudySubject {
  return typeof (given as StudySubject | null)?.study === "string";
}

function versionNotes(versions: readonly string[]): string[] {
  const several = versions.length > 1;
  return several
    ? [`The results were made by several versions: ${versions.join(", ")}. Cite each of them.`]
    : [];
}
