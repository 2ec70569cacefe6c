/** A view in a frame: expand, width, close, move, and what can be taken away. */
import { useId, useMemo, useRef } from "preact/hooks";
import type { Figure } from "repgeom/charts";
import { useLoaded } from "../parts/loaded.ts";
import { changePlaced, type Standing } from "./arrangement.ts";
import { Chart } from "./chart.tsx";
import { dressedFigures, type Dress } from "./dress.ts";
import { expanded, useExpanded } from "./expand.ts";
import { Grip } from "./grip.tsx";
import { SaveMenu } from "./save-menu.tsx";
import type { Placed } from "../session/types.ts";
import type { Form, Later, View } from "./table.ts";

/** The grid that a card can be moved in. */
export interface Grid {
  readonly views: readonly Standing[];
  /** Those that are not closed, as they stand. */
  readonly open: readonly string[];
}

interface CardProps {
  readonly view: View;
  /** Begins the name of files that are saved. */
  readonly about: string;
  readonly dress: Dress;
  readonly placed?: Placed;
  /** Without one the card stays where it is. */
  readonly grid?: Grid;
}

export function Card({ view, about, dress, placed, grid }: CardProps) {
  const card = useRef<HTMLElement>(null);
  const figures = useRef<readonly Figure[]>([]);
  const { id, title, forms } = view;
  const own = useId(); // two answers may have views of one key
  const isExpanded = expanded.value === own;
  useExpanded(card, isExpanded);
  const form = forms.find(({ label }) => label === placed?.form) ?? forms[0]!;
  const inGrid = isExpanded ? undefined : grid; // its place in the grid is changed there alone
  const width = placed?.width ?? (view.wide ? 2 : 1);
  return (
    <section
      ref={card}
      class={["card", width === 2 && "wide", isExpanded && "expanded"].filter(Boolean).join(" ")}
      data-card={id}
      aria-label={title}
      {...(isExpanded && { role: "dialog", "aria-modal": true })}
    >
      <div class="handles">
        {inGrid && <Grip id={id} title={title} grid={inGrid} />}
        {forms.length > 1 && grid && (
          <FormChoice
            title={title}
            forms={forms}
            chosen={form}
            choose={(label) => changePlaced(grid.views, id, { form: label }, `show ${title} in ${label}`)}
          />
        )}
        {inGrid && (
          <button
            class="icon"
            aria-label={`${width === 2 ? "Narrow" : "Wide"}: ${title}`}
            title={width === 2 ? "Half the width" : "The whole width"}
            onClick={() =>
              changePlaced(inGrid.views, id, { width: width === 2 ? 1 : 2 }, `change the width of ${title}`)
            }
          >
            {width === 2 ? "⇥⇤" : "⇤⇥"}
          </button>
        )}
        <SaveMenu title={title} about={about} card={card} figures={() => figures.current} />
        <button
          class="icon"
          aria-label={isExpanded ? `Back to the page: ${title}` : `Expand ${title}`}
          title={isExpanded ? "Back to the page (Esc)" : "Fill the window"}
          aria-expanded={isExpanded}
          onClick={() => (expanded.value = isExpanded ? undefined : own)}
        >
          {isExpanded ? "⤡" : "⤢"}
        </button>
        {inGrid && (
          <button
            class="icon"
            aria-label={`Close ${title}`}
            title="Close; it can be opened again below"
            onClick={() => changePlaced(inGrid.views, id, { closed: true }, `close ${title}`)}
          >
            ×
          </button>
        )}
      </div>
      <Content title={title} content={form.content} dress={dress} shown={figures} />
    </section>
  );
}

function FormChoice({
  title,
  forms,
  chosen,
  choose,
}: {
  readonly title: string;
  readonly forms: readonly Form[];
  readonly chosen: Form;
  readonly choose: (label: string) => void;
}) {
  return (
    <span class="forms" role="group" aria-label={`How to draw ${title}`}>
      {forms.map((form) => (
        <button key={form.label} aria-pressed={form === chosen} onClick={() => choose(form.label)}>
          {form.label}
        </button>
      ))}
    </span>
  );
}

interface ContentProps {
  readonly title: string;
  readonly dress: Dress;
  /** Is told what the card shows. */
  readonly shown: { current: readonly Figure[] };
}

function Content({ content, ...others }: ContentProps & { readonly content: Form["content"] }) {
  if ("load" in content) return <LoadedContent later={content} {...others} />;
  return <Charts figures={content} shown={others.shown} />;
}

function LoadedContent({ later, title, dress, shown }: ContentProps & { readonly later: Later }) {
  const found = useLoaded(later.key, later.load);
  const value = found.state === "done" ? found.value : undefined;
  const figures = useMemo(() => value && dressedFigures(dress, value), [value, dress]);
  if (figures) return <Charts key={later.key} figures={figures} shown={shown} />;
  return (
    <div aria-busy={found.state === "waiting"}>
      <h3>{title}</h3>
      {found.state === "failed" ? <p class="error">{found.message}</p> : <div class="pending" />}
    </div>
  );
}

function Charts({
  figures,
  shown,
}: {
  readonly figures: readonly Figure[];
  readonly shown: ContentProps["shown"];
}) {
  shown.current = figures;
  return (
    <>
      {figures.map((figure, k) => (
        <Chart key={k} figure={figure} />
      ))}
    </>
  );
}
