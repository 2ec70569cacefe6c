/** Every answer so far: click one to show it. */
import { change, session } from "../session/store.ts";

export function AnswerBar() {
  const { answers, shown } = session.value;
  return (
    <nav class="answers" aria-label="Answers">
      {answers.map(({ id, title, state }) => (
        <button key={id} aria-pressed={shown.includes(id)} onClick={(event) => show(id, event.shiftKey)}>
          {title} {state !== "done" && <small>{state}</small>}
        </button>
      ))}
    </nav>
  );
}

/** With shift beside the one that is shown. */
function show(id: number, beside: boolean): void {
  change((one) => ({
    ...one,
    shown: beside && !one.shown.includes(id) ? [...one.shown.slice(-1), id] : [id],
  }));
}
