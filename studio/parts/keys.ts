/** The keys of the whole page. What a single chart hears (arrows that turn a map) stands in its caption. */
import { signal } from "@preact/signals";
import { nothing } from "repgeom/charts";
import { ask } from "../question/ask.ts";
import { redo, session, undo } from "../session/store.ts";
import { link } from "../session/live.ts";
import { dataNow } from "../question/data.ts";
import { problemOf } from "../question/problem.ts";
import { kindNamed } from "../question/kinds/registry.ts";

/** Whether the dialog with all keys is open. */
export const keysShown = signal(false);

interface Key {
  /** As in the dialog. */
  readonly keys: readonly string[];
  readonly does: string;
  /** Left out for keys that are listed but heard elsewhere. */
  readonly hears?: (event: KeyboardEvent) => boolean;
  readonly run?: () => void;
}

/** Control, or Command on a Mac. */
const held = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey) && !event.altKey;
const plain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey;

export const keys: readonly Key[] = [
  {
    keys: ["/"],
    does: "Search the networks",
    hears: (event) => plain(event) && event.key === "/",
    run: () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
  },
  {
    keys: ["?"],
    does: "Show these keys",
    hears: (event) => plain(event) && event.key === "?",
    run: () => (keysShown.value = true),
  },
  {
    keys: ["Esc"],
    does: "Let everything go that is selected; close what is open",
    hears: (event) => plain(event) && event.key === "Escape",
    run: () => link.select(nothing),
  },
  {
    keys: ["F2", "Enter"],
    does: "In the list of data: rename; X excludes, Delete removes, Alt with ↑ ↓ moves",
  },
  {
    keys: ["↑", "↓"],
    does: "Walk the rows of a list, the points of a chart, the places of a view that is moved",
  },
  { keys: ["Enter", "Space"], does: "Select what has the focus; with Shift in addition" },
  {
    keys: ["Ctrl", "Enter"],
    does: "Ask the question",
    hears: (event) => held(event) && event.key === "Enter",
    run: askIfAllowed,
  },
  {
    keys: ["Ctrl", "Z"],
    does: "Undo",
    hears: (event) => held(event) && !event.shiftKey && event.key.toLowerCase() === "z",
    run: undo,
  },
  {
    keys: ["Ctrl", "Shift", "Z"],
    does: "Redo",
    hears: (event) => held(event) && event.shiftKey && event.key.toLowerCase() === "z",
    run: redo,
  },
];

function askIfAllowed(): void {
  const { question } = session.value;
  if (!problemOf(kindNamed(question.kind), question, dataNow(session.value))) void ask();
}

/** Hears the keys until the function that it returns is called. */
export function hearKeys(): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isTyping(event) || isInDialog(event)) return;
    const key = keys.find(({ hears }) => hears?.(event));
    if (!key) return;
    event.preventDefault();
    key.run!();
  };
  document.addEventListener("keydown", hear);
  return () => document.removeEventListener("keydown", hear);
}

/** Keys are letters there; asking from a field is what a person expects of Control and Enter. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  const isField =
    target.isContentEditable ||
    target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=range])");
  return isField && !(held(event) && event.key === "Enter");
}

/** What is open hears its own keys. */
function isInDialog({ target }: KeyboardEvent): boolean {
  const isInside = (target as HTMLElement).closest?.("dialog, [aria-modal=true]") !== null;
  return isInside || document.querySelector(".popover:popover-open") !== null;
}
