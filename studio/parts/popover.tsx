/** A panel that opens below its button. The browser closes it with Escape and a click elsewhere, and gives the focus back. */
import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";

interface Props {
  /** What stands on the button. */
  readonly label: ComponentChildren;
  /** Name of button and panel, where the label is no text. */
  readonly name: string;
  readonly class?: string;
  readonly disabled?: boolean;
  /** Content; made when the panel opens. */
  children(close: () => void): ComponentChildren;
}

/** Room that a panel leaves at the edges of the page, in pixels. */
const edge = 8;

export function Popover({ label, name, class: look, disabled, children }: Props) {
  const id = useId();
  const [button, panel] = [useRef<HTMLButtonElement>(null), useRef<HTMLDivElement>(null)];
  const [open, setOpen] = useState(false);
  const toggled = ({ newState }: { readonly newState: string }) => {
    setOpen(newState === "open");
    if (newState !== "open") return;
    place(panel.current!, button.current!);
    requestAnimationFrame(() => {
      place(panel.current!, button.current!);
      panel.current!.querySelector<HTMLElement>("[autofocus], input, select, button")?.focus();
    });
  };
  return (
    <>
      <button
        ref={button}
        class={look}
        disabled={disabled}
        popovertarget={id}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={typeof label === "string" ? undefined : name}
      >
        {label}
      </button>
      <div
        id={id}
        ref={panel}
        popover="auto"
        class="popover"
        role="dialog"
        aria-label={name}
        onToggle={toggled}
      >
        {open && children(() => panel.current!.hidePopover())}
      </div>
    </>
  );
}

/** Below the button, inside the page. */
function place(panel: HTMLElement, button: HTMLElement): void {
  const { left, bottom } = button.getBoundingClientRect();
  const { innerWidth, innerHeight } = window;
  const most = Math.max(edge, innerWidth - panel.offsetWidth - edge);
  panel.style.left = `${Math.min(Math.max(edge, left), most)}px`;
  panel.style.top = `${bottom + 4}px`;
  panel.style.maxHeight = `${Math.max(160, innerHeight - bottom - 4 - edge)}px`;
}
