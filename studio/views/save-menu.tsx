/** What can be taken away of a card: its figures are drawn and written by the charts themselves. */
import { toCsv, type Figure } from "repgeom/charts";
import { download } from "../parts/download.ts";
import { Menu } from "../parts/menu.tsx";
import { orSay, say } from "../session/live.ts";

interface Props {
  readonly card: { readonly current: HTMLElement | null };
  readonly title: string;
  /** Begins the names of files. */
  readonly about: string;
  /** What the card shows now. */
  readonly figures: () => readonly Figure[];
}

/** It is there already: a picture was drawn. */
const drawing = () => import("./drawing.ts");

/** Of a column in print, in millimetres; the words keep their size. */
const printed = { width: 120, unit: "mm" } as const;
/** Pixels of a PNG for each of the page: 300 dots an inch. */
const scale = 3.125;

export function SaveMenu({ card, title, about, figures }: Props) {
  const drawn = () =>
    [...card.current!.querySelectorAll<HTMLElement>('figure[data-view][aria-busy="false"]')].map(
      (element, k) => ({ element, name: nameOf(about, figures()[k]!.title) }),
    );
  const each = (save: (one: ReturnType<typeof drawn>[number]) => void | Promise<void>) => () =>
    void orSay(async () => {
      for (const one of drawn()) await save(one);
    });
  const choices = [
    {
      label: "Picture as SVG",
      run: each(async ({ element, name }) => {
        const { toSvg } = await drawing();
        download(`${name}.svg`, toSvg(element, printed), "image/svg+xml");
      }),
    },
    {
      label: "Picture as PNG",
      run: each(async ({ element, name }) => {
        const { toPng } = await drawing();
        download(`${name}.png`, await toPng(element, { ...printed, scale }), "image/png");
      }),
    },
    {
      label: "Values as CSV",
      run: () => {
        for (const figure of figures())
          download(`${nameOf(about, figure.title)}.csv`, toCsv(figure), "text/csv");
      },
    },
    {
      label: "Copy the picture",
      run: () =>
        void orSay(async () => {
          const [first] = drawn();
          if (!first) return;
          const { copyPicture } = await drawing();
          await copyPicture(first.element);
          say("The picture is in the clipboard.");
        }),
    },
  ];
  return (
    <Menu name={`Save or copy ${title}`} choices={choices}>
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
