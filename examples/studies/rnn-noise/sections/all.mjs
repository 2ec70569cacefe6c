// The report of the study, one section a question.
import { agreementSection } from "./agreement.mjs";
import { classesSection } from "./classes.mjs";
import { initialisationSection } from "./initialisation.mjs";
import { noiseSection } from "./noise.mjs";

export function sectionsOf(found) {
  return [initialisationSection(found), noiseSection(found), classesSection(found), agreementSection(found)];
}
