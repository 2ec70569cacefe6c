/** How files are read, in one line. */
import { session } from "../../session/store.ts";
import { Later } from "../later.tsx";
import { openReading, readingForm } from "./open.ts";

export function ReadingSummary() {
  const given = Object.entries(session.value.reading).filter(
    ([name, value]) => value !== undefined && name !== "stimuli",
  );
  return (
    <div class="part line">
      <span>
        Reading <small>{given.length === 0 ? "as the files are" : given.map(wordsOf).join(", ")}</small>
      </span>
      <button onClick={() => openReading()}>Axes, pooling…</button>
      {readingForm.value && <Later load={async () => (await import("./form.tsx")).ReadingForm} props={{}} />}
    </div>
  );
}

function wordsOf([name, value]: [string, unknown]): string {
  return value === true ? name : `${name} ${Array.isArray(value) ? value.join(",") : String(value)}`;
}
