/** Every answer so far: click shows one, shift-click or the menu compares it with the one that is shown. */
import { useState } from "preact/hooks";
import { Menu, type Choice } from "../parts/menu.tsx";
import { ask, cancel } from "../question/ask.ts";
import { running } from "../session/live.ts";
import { change, session } from "../session/store.ts";
import type { Answer } from "../session/types.ts";
import { repeatQuestion } from "./again.ts";

export function AnswerBar() {
  const { answers } = session.value;
  return (
    <nav class="answers" aria-label="Answers">
      {answers.length === 0 && <span class="empty">Answers stand here, one beside the other.</span>}
      <ul>
        {answers.map((answer) => (
          <AnswerTab key={answer.id} answer={answer} />
        ))}
      </ul>
    </nav>
  );
}

function AnswerTab({ answer }: { readonly answer: Answer }) {
  const { id, title, name = title, state, error } = answer;
  const [isNaming, setNaming] = useState(false);
  const isShown = session.value.shown.includes(id);
  return (
    <li class={`tab ${state}`}>
      {isNaming ? (
        <NameInput answer={answer} done={() => setNaming(false)} />
      ) : (
        <button
          aria-pressed={isShown}
          title={error ?? "Shift-click compares it with the answer that is shown"}
          onClick={(event) => show(id, event.shiftKey)}
          onDblClick={() => setNaming(true)}
        >
          <span class="name">{name}</span> {state !== "done" && <small>{stateOf(answer)}</small>}
        </button>
      )}
      <Menu name={`More about ${name}`} choices={choicesOf(answer, () => setNaming(true))}>
        ⋯
      </Menu>
    </li>
  );
}

function stateOf({ id, state, error }: Answer): string {
  const { done = 0, total = 0 } = (running.value?.answer === id && running.value.progress) || {};
  if (state === "running" && total > 0) return `${Math.floor((100 * done) / total)} %`;
  return state === "failed" && error ? `failed: ${error}` : state;
}

function choicesOf(answer: Answer, rename: () => void): Choice[] {
  const { id, state, name, title } = answer;
  const { shown } = session.value;
  const isOver = state !== "queued" && state !== "running";
  return [
    ...(shown.length > 0 && !shown.includes(id)
      ? [{ label: "Compare with the one shown", run: () => show(id, true) }]
      : []),
    ...(shown.length === 2 && shown.includes(id)
      ? [{ label: "Show this one alone", run: () => show(id, false) }]
      : []),
    { label: "Rename", run: rename },
    {
      label: "Ask again",
      run: () => {
        repeatQuestion(answer);
        void ask();
      },
    },
    ...(isOver ? [] : [{ label: "Cancel", run: () => cancel(id) }]),
    {
      label: "Remove",
      run: () => {
        if (!isOver) cancel(id);
        remove(id, name ?? title);
      },
    },
  ];
}

function NameInput({ answer, done }: { readonly answer: Answer; readonly done: () => void }) {
  const { id, title, name = title } = answer;
  const keep = (given: string) => {
    const next = given.trim();
    if (next !== name)
      change(
        (one) => ({
          ...one,
          answers: one.answers.map((other) =>
            other.id === id ? { ...other, name: next === "" ? title : next } : other,
          ),
        }),
        "rename an answer",
      );
    done();
  };
  return (
    <input
      aria-label={`Name of ${name}`}
      defaultValue={name}
      ref={(input) => input?.focus()}
      onBlur={(event) => keep(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep(event.currentTarget.value);
        if (event.key === "Escape") done();
      }}
    />
  );
}

/** With `beside` next to the one that is shown. */
function show(id: number, beside: boolean): void {
  change((one) => ({
    ...one,
    shown: beside && !one.shown.includes(id) ? [...one.shown.slice(-1), id] : [id],
  }));
}

function remove(id: number, name: string): void {
  change((one) => {
    const answers = one.answers.filter((answer) => answer.id !== id);
    const shown = one.shown.filter((other) => other !== id);
    const last = answers.at(-1);
    return { ...one, answers, shown: shown.length > 0 || !last ? shown : [last.id] };
  }, `remove the answer ${name}`);
}
