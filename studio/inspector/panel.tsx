/** What is selected, how it compares in the answers that are shown, and why a pair differs. */
import { nothing, type Pair } from "repgeom/charts";
import { selection } from "../parts/use-link.ts";
import { link } from "../session/live.ts";
import { shownAnswers } from "../session/store.ts";
import { valuesOf } from "../views/matrices.ts";
import { Between } from "./between.tsx";
import { Networks } from "./networks.tsx";
import { Neighbours } from "./neighbours.tsx";
import { PairInspector } from "./pair.tsx";
import { Stimuli } from "./stimuli.tsx";

export function Inspector() {
  const { networks, pairs, stimuli } = selection.value.selected;
  const count = networks.length + stimuli.length;
  const values = shownAnswers.value.flatMap(valuesOf);
  const pair = pairOf(networks, pairs);
  return (
    <aside class="inspector" aria-label="Selected">
      <h2>
        Selected {count > 0 && <small>{count}</small>}
        {count > 0 && (
          <button class="quiet" onClick={() => link.select(nothing)} title="Esc">
            Clear
          </button>
        )}
      </h2>
      {count === 0 && <Empty />}
      {networks.length > 0 && <Networks names={networks} />}
      {pair && <PairInspector key={pair.join("\n")} pair={pair} values={values} />}
      {!pair && networks.length > 2 && <Between names={networks} values={values} />}
      {networks.length > 0 && !pair && <Neighbours name={networks.at(-1)!} values={values} />}
      {stimuli.length > 0 && <Stimuli names={stimuli} />}
    </aside>
  );
}

/** The pair that was chosen last; or the two networks that alone are selected. */
function pairOf(networks: readonly string[], pairs: readonly Pair[]): Pair | undefined {
  return pairs.at(-1) ?? (networks.length === 2 ? (networks as unknown as Pair) : undefined);
}

function Empty() {
  return (
    <p class="empty">
      Select networks, pairs or stimuli in any view: they light in all of them. A pair, clicked in the heat
      map, is explained here: which stimuli and which units make the two differ. Shift adds, Esc clears,{" "}
      <kbd>?</kbd> shows all keys.
    </p>
  );
}
