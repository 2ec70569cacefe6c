/** The question, as one sentence of controls, with the progress of what runs. */
import { metrics, type MetricName, type MetricSpec } from "repgeom";
import { running } from "../session/live.ts";
import { change, included, session } from "../session/store.ts";
import type { Question } from "../session/types.ts";
import { ask, cancel } from "./ask.ts";
import { kindNamed, kinds } from "./kinds/registry.ts";

export function QuestionBar() {
  const { question } = session.value;
  const data = { items: included.value, session: session.value };
  const refusal = kindNamed(question.kind).refusal(data);
  return (
    <header class="question">
      <h1>repgeom</h1>
      <label>
        Question
        <select value={question.kind} onChange={(event) => setQuestion({ kind: event.currentTarget.value })}>
          {kinds.map((kind) => (
            <option key={kind.name} value={kind.name} disabled={kind.refusal(data) !== undefined}>
              {kind.title}
            </option>
          ))}
        </select>
      </label>
      <label>
        Metric
        <select
          value={question.metrics[0]?.metric}
          onChange={(event) =>
            setQuestion({ metrics: [{ metric: event.currentTarget.value as MetricName } as MetricSpec] })
          }
        >
          {Object.values(metrics).map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <button class="primary" disabled={refusal !== undefined} title={refusal} onClick={() => void ask()}>
        {kindNamed(question.kind).verb}
      </button>
      <Running />
    </header>
  );
}

function setQuestion(next: Partial<Question>): void {
  change((one) => ({ ...one, question: { ...one.question, ...next } }), "change the question");
}

function Running() {
  const now = running.value;
  if (!now) return null;
  const { done = 0, total = 0, phase } = now.progress ?? {};
  return (
    <span class="running">
      <progress max={total || 1} value={done} aria-label="Progress" /> {phase} {done} of {total}
      <button onClick={() => cancel(now.answer)}>Cancel</button>
    </span>
  );
}
