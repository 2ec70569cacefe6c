/** The views of the answers that are shown. */
import { Boundary } from "../parts/boundary.tsx";
import { session, shownAnswers } from "../session/store.ts";
import { AnswerView } from "./answer.tsx";
import { Comparison } from "./compare.tsx";

export function Views() {
  const answers = shownAnswers.value;
  const [first, other] = answers;
  const isBusy = answers.some(({ state }) => state === "queued" || state === "running");
  return (
    <main class="views" aria-label="Views" aria-busy={isBusy}>
      {answers.length === 0 && <Empty />}
      {first && other && (
        <Boundary key={`${first.id}/${other.id}`} what="The comparison">
          <Comparison first={first} other={other} />
        </Boundary>
      )}
      {answers.map((answer) => (
        <Boundary key={answer.id} of={answer} what={`The answer “${answer.name ?? answer.title}”`}>
          <AnswerView answer={answer} />
        </Boundary>
      ))}
    </main>
  );
}

function Empty() {
  const { items, answers } = session.value;
  if (answers.length > 0) return <p class="empty">Choose an answer below to see its views.</p>;
  return (
    <p class="empty">
      {items.length === 0
        ? "Add data or open an example; the views of its answer come here: heat map, map and tree."
        : "Ask a question above; the views of its answer come here: heat map, map and tree."}
    </p>
  );
}
