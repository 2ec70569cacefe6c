// The report, in the order of the story.
import { neighborsSection } from "repgeom/report";
import { networksSection, shiftSection, triangleSection } from "./distance-sections.mjs";
import { predictionDetail, predictionSection } from "./prediction-sections.mjs";
import { regionSection } from "./region-section.mjs";
import { embeddingSections, meanSection, neighbourSection } from "./space-sections.mjs";

export function sectionsOf(found) {
  return [
    networksSection(found),
    triangleSection(found.triangles),
    shiftSection(found.shifts),
    ...embeddingSections(found),
    neighbourSection(found),
    neighborsSection(found.nearest),
    meanSection(found),
    predictionSection(found),
    predictionDetail(found),
    regionSection(found.regions),
  ];
}
