/** The table and the images of stimuli, in a line each. */
import { session } from "../../session/store.ts";
import { orSay } from "../../session/live.ts";
import { imageCount, removeImages, stimulusImages } from "./images.ts";
import { removeStimuli, stimulusTable } from "./table.ts";

export function StimuliSummary() {
  const table = stimulusTable.value;
  const images = imageCount.value;
  if (!table && images === 0) return null;
  const known = session.value.items.find(({ stimuli }) => stimuli)?.stimuli ?? [];
  const shown = known.filter((name) => stimulusImages.value.has(name)).length;
  return (
    <>
      {table && (
        <div class="part line">
          <span>
            Stimuli{" "}
            <small>
              {table.rows.length}: {table.columns.join(", ")}
            </small>
          </span>
          <button class="quiet" onClick={() => void orSay(removeStimuli)}>
            Remove
          </button>
        </div>
      )}
      {images > 0 && (
        <div class="part line">
          <span>
            Images{" "}
            <small>
              {images}, of {shown} of {known.length} stimuli
            </small>
          </span>
          <button class="quiet" onClick={removeImages}>
            Remove
          </button>
        </div>
      )}
    </>
  );
}
