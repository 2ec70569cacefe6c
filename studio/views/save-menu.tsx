/** What can be taken away of a card: its figures are drawn and written by the charts themselves. */
import type { Figure } from "repgeom/charts";
import { toCsv } from "repgeom/charts";
import { download } from "../parts/download.ts";
import { Menu } from "../parts/menu.tsx";
import { orSay } from "../session/live.ts";

interface Props {
  readonly card: { readonly current: HTMLElement | null };
  readonly title: string;
  /** Begins the names of files. */
  readonly about: string;
  /** What the card shows now. */
  readonly figures: () => readonly Figure[];
}

export function SaveMenu({ title, about, figures }: Props) {
  const csv = () =>
    orSay(() => {
      for (const figure of figures())
        download(`${nameOf(about, figure.title)}.csv`, toCsv(figure), "text/csv");
    });
  return (
    <Menu name={`Save or copy ${title}`} choices={[{ label: "Values as CSV", run: () => void csv() }]}>
      ⇩
    </Menu>
  );
}

/** "procrustes-shape-distance-map": of letters and digits alone, so that every system takes it. */
function nameOf(...parts: readonly string[]): string {
  return parts
    .join(" ")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
}
