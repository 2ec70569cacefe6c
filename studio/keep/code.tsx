/** What reproduces the answers that are shown, and how to report them. */
import { CopyBox } from "../parts/copy.tsx";
import { dataOf } from "../question/data.ts";
import { kindNamed } from "../question/kinds/registry.ts";
import { session, shownAnswers } from "../session/store.ts";
import type { Answer } from "../session/types.ts";

export function CodeDialog() {
  return (
    <>
      {shownAnswers.value.map((answer) => (
        <CodeOf key={answer.id} answer={answer} />
      ))}
    </>
  );
}

function CodeOf({ answer }: { readonly answer: Answer }) {
  const { question, names, title } = answer;
  const kind = kindNamed(question.kind);
  const data = dataOf(answer, session.value);
  const { command, typescript } = kind.code(question, data);
  const gone = names.length - data.items.length;
  return (
    <section>
      <h2>{title}</h2>
      {gone > 0 && <p class="warning">{gone} of its files were removed since and are missing below.</p>}
      <CopyBox label="Command line" text={command} />
      <CopyBox label="TypeScript" text={typescript} />
      <CopyBox label="For the methods of a paper" text={kind.methods(question, data)} />
    </section>
  );
}
