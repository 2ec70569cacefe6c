/** The colour that a network has in the pictures of the next question. */
import { computed } from "@preact/signals";
import { withLook, type ItemLook } from "repgeom/report";
import { included, session } from "../../session/store.ts";

/** Colours of groups in the style sheet. */
const count = 8;

const property = computed(() => {
  const { table, look } = session.value;
  const names = included.value.map(({ name }) => name);
  if (!table || !look.color || !table.columns[look.color] || names.length === 0) return undefined;
  const known = new Set(table.names);
  if (!names.every((name) => known.has(name))) return undefined; // between two changes
  // The library says which group has which place, as it does for every figure.
  const bars = {
    kind: "bars",
    title: "",
    networks: "items",
    bars: names.map((name) => ({ name, value: 0 })),
  };
  const [section] = withLook([{ title: "", figures: [bars] } as never], { table, color: look.color });
  const { colour } = ((section!.figures[0] as { look?: ItemLook }).look ?? {}) as ItemLook;
  if (!colour?.groups) return undefined;
  const { groups, values } = colour;
  return {
    groups: new Map(groups.map((group, k) => [group, colourAt(k, group)])),
    items: new Map(names.map((name, k) => [name, colourAt(values[k]!, groups[values[k]!])])),
  };
});

function colourAt(k: number, group: string | undefined): string {
  return group === "(none)" ? "var(--quiet)" : `var(--group-${k % count})`;
}

/** Undefined where pictures do not tell networks apart by words. */
export function colourOf(name: string): string | undefined {
  return property.value?.items.get(name);
}

/** The colour of a cell of the column that colours. */
export function colourOfGroup(column: string, group: string): string | undefined {
  return session.value.look.color === column ? property.value?.groups.get(group) : undefined;
}
