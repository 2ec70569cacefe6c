/** Components that follow the selection. */
import { signal } from "@preact/signals";
import { nothing, type Selection } from "repgeom/charts";
import { link } from "../session/live.ts";

const now = signal<{ readonly selected: Selection; readonly lit: Selection }>({
  selected: nothing,
  lit: nothing,
});
link.subscribe(() => (now.value = { selected: link.selected, lit: link.lit }));

/** What is selected and what is under the pointer, as a signal. */
export const selection = now;
