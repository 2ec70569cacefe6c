/** One answer: its sections with their cards; while it is computed, the values so far. */
import { useMemo } from "preact/hooks";
import type { Section } from "repgeom/report";
import { ask } from "../question/ask.ts";
import { session } from "../session/store.ts";
import type { Answer } from "../session/types.ts";
import { repeatQuestion } from "./again.ts";
import { arranged, changePlaced } from "./arrangement.ts";
import { Card } from "./card.tsx";
import { groupingOf, useDress, type Dress } from "./dress.ts";
import { valuesOf } from "./matrices.ts";
import { PartialView } from "./partial.tsx";
import { RdmCard } from "./rdm-card.tsx";
import { viewsOf, type Shown, type View } from "./table.ts";

export function AnswerView({ answer }: { readonly answer: Answer }) {
  const { sections, names, state, title, name, error } = answer;
  const { table, look, groups } = session.value;
  const dress = useDress(names);
  const dressed = useMemo(() => dress(sections), [dress, sections]);
  const grouping = useMemo(() => groupingOf(session.value, names), [table, look, groups, names]);
  return (
    <div class="answer" aria-busy={state === "running" || state === "queued"}>
      <h2>{name ?? title}</h2>
      {state === "queued" && <p class="empty">It waits for the question before it.</p>}
      {state === "running" && <PartialView answer={answer.id} />}
      {(state === "failed" || state === "cancelled") && (
        <p class={state === "failed" ? "error" : "empty"} role={state === "failed" ? "alert" : undefined}>
          {error ?? "It was cancelled."}{" "}
          <button
            onClick={() => {
              repeatQuestion(answer);
              void ask();
            }}
          >
            Ask again
          </button>
        </p>
      )}
      {dressed.map((section, k) => (
        <SectionView
          key={k}
          shown={{ answer, section: k, dressed: section, grouping }}
          dress={dress}
          heading={dressed.length > 1 ? section.heading : undefined}
        />
      ))}
      {valuesOf(answer).length > 0 && <RdmCard dress={dress} />}
    </div>
  );
}

interface SectionProps {
  readonly shown: Shown;
  readonly dress: Dress;
  /** Left out where the answer has one section: its title says it. */
  readonly heading: string | undefined;
}

function SectionView({ shown, dress, heading }: SectionProps) {
  const { dressed } = shown;
  const views = useMemo(() => viewsOf(shown), [dressed, shown.grouping]);
  return (
    <section class="part" aria-label={dressed.heading}>
      {heading && <h3 class="heading">{heading}</h3>}
      <Said section={dressed} />
      <Cards views={views} about={dressed.heading} dress={dress} />
    </section>
  );
}

/** What a section says: warnings plainly, text, and facts for those who open them. */
export function Said({ section: { facts = [], text = [], warnings = [] } }: { readonly section: Section }) {
  return (
    <>
      {warnings.map((sentence) => (
        <p class="warning" key={sentence}>
          {sentence}
        </p>
      ))}
      {text.map((sentence) => (
        <p class="said" key={sentence}>
          {sentence}
        </p>
      ))}
      {facts.length > 0 && (
        <details class="said">
          <summary>How it was computed</summary>
          <dl class="facts">
            {facts.map(({ term, text }, k) => (
              <div key={k}>
                <dt>{term}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** The cards in the order of the arrangement, and below them those that were closed. */
export function Cards({
  views,
  about,
  dress,
}: {
  readonly views: readonly View[];
  readonly about: string;
  readonly dress: Dress;
}) {
  const all = arranged(views, session.value.arrangement);
  const open = all.filter(({ placed }) => !placed.closed);
  const closed = all.filter(({ placed }) => placed.closed);
  const grid = { views, open: open.map(({ view }) => view.id) };
  return (
    <>
      <div class="cards">
        {open.map(({ view, placed }) => (
          <Card key={view.id} view={view} placed={placed} grid={grid} about={about} dress={dress} />
        ))}
      </div>
      {closed.length > 0 && (
        <p class="closed">
          Closed:{" "}
          {closed.map(({ view: { id, title } }) => (
            <button
              key={id}
              aria-label={`Open ${title} again`}
              onClick={() => changePlaced(views, id, { closed: false }, `open ${title}`)}
            >
              {title}
            </button>
          ))}
        </p>
      )}
    </>
  );
}
