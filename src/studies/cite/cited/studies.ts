import { networkStudies } from "./networks.ts";
import { rdmStudies } from "./rdms.ts";
import { spaceStudies } from "./space.ts";
import { subjectStudies } from "./subjects.ts";
import type { CitedStudy } from "./study.ts";

/** Every study by the name of its command; where there is none, by that of its function with hyphens. */
export const studies = {
  ...networkStudies,
  ...rdmStudies,
  ...subjectStudies,
  ...spaceStudies,
} as const satisfies Readonly<Record<string, CitedStudy>>;

export type StudyName = keyof typeof studies;

/** Other names of the same: functions whose commands are called otherwise. */
export const studyAliases: Readonly<Record<string, StudyName>> = {
  coordinate: "pairwise",
  "layer-study": "layers",
  "map-inference": "map-test",
  "tangent-space": "tangent",
  "neighbor-index": "neighbors",
  "open-neighbor-index": "neighbors",
  "rsm-agreement": "wrsm",
  "rsms-against": "wrsm",
  "correlate-rsms": "wrsm",
};

/** The study of a command or a function: `map-test`, `mapInference`, `linkageAsync`. Undefined where there is none. */
export function studyNamed(given: string): StudyName | undefined {
  const name = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/-async$/, "");
  if (Object.hasOwn(studies, name)) return name as StudyName;
  return Object.hasOwn(studyAliases, name) ? studyAliases[name] : undefined;
}
