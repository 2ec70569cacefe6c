/** The selected networks, each with its RDM in small and what is known of it. */
import { useEffect, useRef } from "preact/hooks";
import { nothing, selectionOf, toggled } from "repgeom/charts";
import { link } from "../session/live.ts";
import { session } from "../session/store.ts";
import type { Item } from "../session/types.ts";

const most = 24;

export function Networks({ names }: { readonly names: readonly string[] }) {
  const items = new Map(session.value.items.map((item) => [item.name, item]));
  return (
    <>
      <ul class="networks">
        {names.slice(0, most).map((name) => (
          <Network key={name} name={name} item={items.get(name)} />
        ))}
      </ul>
      {names.length > most && <p class="empty">and {names.length - most} more</p>}
    </>
  );
}

function Network({ name, item }: { readonly name: string; readonly item: Item | undefined }) {
  const own = selectionOf("networks", [name]);
  return (
    <li onPointerEnter={() => link.light(own)} onPointerLeave={() => link.light(nothing)}>
      {item?.thumbnail ? <Thumbnail {...item.thumbnail} /> : <span class="thumbnail" />}
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

/** The RDM of some stimuli: dark is alike. */
function Thumbnail({ side, values }: NonNullable<Item["thumbnail"]>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => paint(canvas.current!, side, values), [values]);
  return <canvas class="thumbnail" ref={canvas} width={side} height={side} aria-hidden="true" />;
}

function paint(canvas: HTMLCanvasElement, side: number, values: readonly number[]): void {
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(side, side);
  const largest = values.reduce((most, value) => Math.max(most, value), 0) || 1;
  for (const [at, value] of values.entries())
    image.data.set(
      [0, 0, 0].map((_, k) => dark[k]! + (light[k]! - dark[k]!) * (value / largest)).concat(255),
      4 * at,
    );
  context.putImageData(image, 0, 0);
}

const [dark, light] = [
  [30, 40, 80],
  [235, 230, 190],
];
