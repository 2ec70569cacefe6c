/** A button that opens a short list of buttons. */
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

/** What the list offers; the menu closes when one is chosen. */
export interface Choice {
  readonly label: string;
  readonly run: () => void;
}

/** @param name - of the button, for those who do not see its sign */
export function Menu({
  name,
  choices,
  children,
}: {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly children: ComponentChildren;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const isOpening = (event: Event) => (event as ToggleEvent).newState === "open";
  return (
    <>
      <button class="icon" ref={button} popovertarget={id} aria-label={name} title={name}>
        {children}
      </button>
      <ul
        class="popup"
        id={id}
        ref={list}
        popover="auto"
        onBeforeToggle={(event) => isOpening(event) && place(list.current!, button.current!)}
        onToggle={(event) => isOpening(event) && list.current!.querySelector("button")?.focus()}
        onKeyDown={(event) => walk(event, list.current!)}
      >
        {choices.map(({ label, run }) => (
          <li key={label}>
            <button
              onClick={() => {
                list.current!.hidePopover();
                run();
              }}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The arrow keys go from one choice to the next, and from the last to the first. */
function walk(event: KeyboardEvent, list: HTMLElement): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  const all = [...list.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  all.at((at + by) % all.length)!.focus();
}

/** Under the button, or above it in the lower half of the window. */
function place({ style }: HTMLElement, button: HTMLElement): void {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const isLow = top > innerHeight / 2;
  const isLeft = right < 240;
  style.inset = [
    isLow ? "auto" : `${bottom + gap}px`,
    isLeft ? "auto" : `${document.documentElement.clientWidth - right}px`,
    isLow ? `${innerHeight - top + gap}px` : "auto",
    isLeft ? `${left}px` : "auto",
  ].join(" ");
}

/** Pixels. */
const gap = 4;
