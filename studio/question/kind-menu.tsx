/** The kinds of questions, each with what it answers, or why the data do not allow it. */
import { Popover } from "../parts/popover.tsx";
import type { Data, QuestionKind } from "./kinds/kind.ts";
import { kinds } from "./kinds/registry.ts";

interface Props {
  readonly chosen: QuestionKind;
  readonly data: Data;
  onChoose(kind: QuestionKind): void;
}

export function KindMenu({ chosen, data, onChoose }: Props) {
  return (
    <Popover label={`${chosen.title} ▾`} name="Kind of question" class="kind">
      {(close) => (
        <ul class="list kinds" onKeyDown={walk}>
          {kinds.map((kind) => {
            const reason = kind.refusal(data);
            const choose = () => {
              close();
              onChoose(kind);
            };
            return (
              <li key={kind.name}>
                <button
                  class="entry"
                  aria-pressed={kind === chosen}
                  aria-disabled={reason !== undefined}
                  onClick={() => reason ?? choose()}
                >
                  <b>{kind.title}</b>
                  <span>{kind.help}</span>
                  {reason && <span class="why">{reason}</span>}
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </Popover>
  );
}

/** Arrow keys go from one entry to the next. */
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const at = entries.indexOf(document.activeElement as HTMLElement);
  entries[(at + step + entries.length) % entries.length]?.focus();
}
