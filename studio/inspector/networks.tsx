/** The selected networks, each with its RDM in small and what is known of it. */
import { nothing, selectionOf, toggled } from "repgeom/charts";
import { colourOf } from "../data/list/colours.ts";
import { Thumbnail } from "../data/list/thumbnail.tsx";
import { link } from "../session/live.ts";
import { session } from "../session/store.ts";
import type { Item } from "../session/types.ts";
import { itemNamed } from "./items.ts";

const most = 24;

export function Networks({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      <ul class="networks">
        {names.slice(0, most).map((name) => (
          <Network key={name} name={name} item={itemNamed(name)} />
        ))}
      </ul>
      {names.length > most && <p class="empty">and {names.length - most} more</p>}
    </>
  );
}

function Network({ name, item }: { readonly name: string; readonly item: Item | undefined }) {
  const own = selectionOf("networks", [name]);
  const colour = colourOf(name);
  return (
    <li onPointerEnter={() => link.light(own)} onPointerLeave={() => link.light(nothing)}>
      <span class="picture" style={colour && { borderColor: colour }}>
        <Thumbnail thumbnail={item?.thumbnail} />
      </span>
      <span class="about">
        <button class="link" onClick={() => link.select(own)} title="Select this one alone">
          {name}
        </button>
        <small>{item ? factsOf(item) : "not among the data"}</small>
      </span>
      <button
        class="icon"
        aria-label={`Let ${name} go`}
        title="Take it out of the selection"
        onClick={() => letGo(name)}
      >
        ×
      </button>
    </li>
  );
}

function factsOf({ shape, axes, name }: Item): string {
  const { table } = session.value;
  const row = table?.names.indexOf(name) ?? -1;
  const cells = Object.entries(table?.columns ?? {}).flatMap(([column, values]) =>
    row >= 0 && values[row] !== null && values[row] !== undefined ? [`${column} ${values[row]}`] : [],
  );
  return [`${shape.join(" × ")} ${axes}`, ...cells.slice(0, 3)].join(", ");
}

/** Pairs with it go too. */
function letGo(name: string): void {
  const { selected } = link;
  const pairs = selected.pairs.filter((pair) => !pair.includes(name));
  link.select(toggled({ ...selected, pairs }, selectionOf("networks", [name])));
}
