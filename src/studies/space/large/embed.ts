import type { Matrix } from "../../../base/matrix.ts";
import { raisedSentences } from "../../../geometry/to-distances.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { bandedMatrix, bandedRows } from "./bands.ts";
import { landmarkCoordinates, type LandmarkSearch } from "./landmark.ts";
import { axisNotes, euclideanNotes } from "./notes.ts";
import { randomisedCoordinates, type Search } from "./randomised.ts";
import { type DistanceRows, type DistanceSource, isOnDemand } from "./sources.ts";

/** The methods for many items. */
export type LargeMethod = "randomised" | "landmark";

/** Progress of all passes through the matrix together. They may be fewer. */
function ofAll(control: Control, passes: number): Control {
  const { onProgress } = control;
  if (!onProgress) return control;
  let [earlier, last] = [0, 0];
  return {
    ...control,
    onProgress({ done, total, ...more }) {
      if (done < last) earlier++;
      last = done;
      onProgress({ ...more, done: earlier * total + done, total: passes * total });
    },
  };
}

/** The map, what was done to the values, and what a reader must know. */
export async function largeEmbedding(
  given: Matrix | DistanceSource,
  method: LargeMethod,
  search: Search & LandmarkSearch,
  control: Control,
) {
  if (method === "landmark") {
    const source =
      "data" in given ? bandedMatrix(given) : isOnDemand(given) ? given : await bandedRows(given, control);
    const { raised, ...found } = await landmarkCoordinates(source, search, control);
    return { found, raised: raisedSentences(raised), notes: euclideanNotes(found.eigenvalues) };
  }
  const banded = "data" in given ? bandedMatrix(given) : await bandedRows(given as DistanceRows, control);
  const { raised, ...found } = await randomisedCoordinates(banded, search, ofAll(control, search.passes + 1));
  const notes = [...axisNotes(found), ...euclideanNotes(found.eigenvalues)];
  return { found, raised: raisedSentences(raised), notes };
}
