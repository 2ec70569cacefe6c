/** Two answers beside one another: how far they agree, and where they do not. */
import { useState } from "preact/hooks";
import { useLoaded } from "../parts/loaded.ts";
import type { Answer } from "../session/types.ts";
import { analysis } from "../worker/client.ts";
import type { Square } from "../worker/protocol.ts";
import { Cards, Said } from "./answer.tsx";
import { useDress } from "./dress.ts";
import { squareOf, valuesOf, type Values } from "./matrices.ts";

export function Comparison({ first, other }: { readonly first: Answer; readonly other: Answer }) {
  const [a, chooseA] = useState(0);
  const [b, chooseB] = useState(0);
  const [left, right] = [first, other].map((answer) => valuesOf(answer).filter(squareOf));
  const isReady = [first, other].every(({ state }) => state === "done");
  return (
    <section class="comparison" aria-label="Comparison of two answers">
      <h2>
        {first.name ?? first.title} and {other.name ?? other.title}
      </h2>
      {isReady && (left!.length === 0 || right!.length === 0) && (
        <p class="empty">
          Two answers are compared by the values of their pairs of networks; one of these has none.
        </p>
      )}
      {!isReady && <p class="empty">They are compared when both are there.</p>}
      {isReady && left![a] && right![b] && (
        <>
          <Choice all={left!} chosen={a} choose={chooseA} name="Of the first answer" />
          <Choice all={right!} chosen={b} choose={chooseB} name="Of the second answer" />
          <Agreement first={left![a]} other={right![b]} />
        </>
      )}
    </section>
  );
}

function Choice({
  all,
  chosen,
  choose,
  name,
}: {
  readonly all: readonly Values[];
  readonly chosen: number;
  readonly choose: (index: number) => void;
  readonly name: string;
}) {
  if (all.length < 2) return null;
  return (
    <label>
      {name}{" "}
      <select value={chosen} onChange={(event) => choose(Number(event.currentTarget.value))}>
        {all.map(({ title }, k) => (
          <option key={k} value={k}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Agreement({ first, other }: { readonly first: Values; readonly other: Values }) {
  const dress = useDress(first.rowNames);
  const key = `agree/${[first, other].map(({ answer, section }) => `${answer}/${section}`).join("/")}`;
  const found = useLoaded(key, () => analysis().agree(...toldApart(squareOf(first)!, squareOf(other)!)));
  if (found.state === "failed") return <p class="error">{found.message}</p>;
  if (found.state === "waiting") return <div class="pending" aria-busy="true" />;
  const [section] = dress([found.value]);
  const { facts = [], ...others } = section!;
  const views = section!.figures.flat().map((figure) => ({
    id: `compare/0/${(figure as { title: string }).title}`,
    title: (figure as { title: string }).title,
    forms: [{ label: "", content: [figure] as never }],
  }));
  return (
    <>
      <dl class="facts agreement">
        {facts.map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Said section={others} />
      <Cards views={views} about={section!.heading} dress={dress} />
    </>
  );
}

/** Two of one title are told apart by a number. */
function toldApart(a: Square, b: Square): [Square, Square] {
  if (a.title !== b.title) return [a, b];
  return [
    { ...a, title: `${a.title} (1)` },
    { ...b, title: `${b.title} (2)` },
  ];
}
