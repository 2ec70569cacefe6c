/** The selected stimuli. */
import { nothing, selectionOf } from "repgeom/charts";
import { link } from "../session/live.ts";

const most = 40;

export function Stimuli({ names }: { readonly names: readonly string[] }) {
  return (
    <section aria-label="Selected stimuli">
      <h3>Stimuli</h3>
      <ul class="stimuli">
        {names.slice(0, most).map((name) => (
          <li
            key={name}
            onPointerEnter={() => link.light(selectionOf("stimuli", [name]))}
            onPointerLeave={() => link.light(nothing)}
          >
            {name}
          </li>
        ))}
      </ul>
      {names.length > most && <p class="empty">and {names.length - most} more</p>}
    </section>
  );
}
