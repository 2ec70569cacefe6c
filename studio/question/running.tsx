/** What runs, how far it is, and what waits for it. */
import { running, waiting } from "../session/live.ts";
import { session } from "../session/store.ts";
import { cancel, moveUp } from "./ask.ts";
import { progressText, timeText } from "./progress.ts";

export function Running() {
  const now = running.value;
  if (!now) return null;
  const { done = 0, total = 0 } = now.progress ?? {};
  const left = now.left;
  const isKnown = total > 0 && done > 0;
  return (
    <span class="running">
      <progress aria-label="Progress" {...(isKnown && { max: total, value: done })} />
      <span class="far">{progressText(now)}</span>
      {left !== undefined && <span class="left">{timeText(left)} left</span>}
      <button onClick={() => cancel(now.answer)}>Cancel</button>
      <Waiting />
    </span>
  );
}

/** The questions that wait, folded up; each can go before the others or be taken away. */
function Waiting() {
  const ids = waiting.value;
  if (ids.length === 0) return null;
  const answers = ids.flatMap((id) => session.value.answers.filter((one) => one.id === id));
  return (
    <details class="waiting">
      <summary>{ids.length} waiting</summary>
      <ol aria-label="Waiting questions">
        {answers.map(({ id, title, question }, k) => {
          const name = [title, ...question.metrics.map(({ metric }) => metric)].join(", ");
          return (
            <li key={id}>
              <span>{name}</span>
              <button
                class="quiet"
                aria-label={`Move up ${name}`}
                disabled={k === 0}
                onClick={() => moveUp(id)}
              >
                ↑
              </button>
              <button class="quiet" aria-label={`Remove ${name}`} onClick={() => cancel(id)}>
                ×
              </button>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
