/** The views of the answers that are shown, as cards. */
import { withLook, type Section } from "repgeom/report";
import { partial } from "../session/live.ts";
import { session, shownAnswers } from "../session/store.ts";
import { Chart } from "./chart.tsx";
import { partialFigure, viewsOf } from "./table.ts";

export function Views() {
  const answers = shownAnswers.value;
  return (
    <main class="views" aria-label="Views">
      {answers.length === 0 && (
        <p class="empty">Nothing is computed yet. Add data and ask a question; the pictures come here.</p>
      )}
      {answers.map((answer) => (
        <div key={answer.id} class="answer">
          <h2>{answer.title}</h2>
          {answer.error && <p class="error">{answer.error}</p>}
          {answer.state === "running" && partial.value?.answer === answer.id && (
            <Chart figure={partialFigure(partial.value)} />
          )}
          {answer.sections
            .flatMap(({ warnings = [] }) => warnings)
            .map((text) => (
              <p class="warning" key={text}>
                {text}
              </p>
            ))}
          <div class="cards">
            {viewsOf(answer.id, dressed(answer.sections)).map(({ id, figure }) => (
              <div class="card" key={id}>
                <Chart figure={figure} />
              </div>
            ))}
          </div>
        </div>
      ))}
    </main>
  );
}

/** With the groups of the table. */
function dressed(sections: readonly Section[]): readonly Section[] {
  const { table, look } = session.value;
  return table ? withLook(sections, { table, ...look }) : sections;
}
