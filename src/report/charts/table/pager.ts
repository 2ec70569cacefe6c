import { element } from "../parts/element.ts";

/** Which part of very many rows or columns is shown. */
export interface Pager {
  /** Buttons, and words that say which part; none where all fit. */
  readonly elements: readonly HTMLElement[];
  /** Places of what is shown. */
  shown(): number[];
  first(): void;
}

/** @param what - "rows" or "columns" */
export function pager(what: string, count: number, most: number, show: () => void): Pager {
  let start = 0;
  const end = () => Math.min(count, start + most);
  const said = element("span", { role: "status" }, []);
  const go = (to: number) => {
    start = Math.max(0, Math.min(to, Math.floor((count - 1) / most) * most));
    tell();
    show();
  };
  const button = (text: string, label: string, to: () => number) => {
    const made = element("button", { type: "button", "aria-label": label }, [text]);
    made.addEventListener("click", () => go(to()));
    return made;
  };
  const buttons = [
    button("⏮", `First ${what}`, () => 0),
    button("◀", `Previous ${what}`, () => start - most),
    button("▶", `Next ${what}`, () => start + most),
    button("⏭", `Last ${what}`, () => count),
  ] as const;
  const tell = () => {
    said.textContent = `${what} ${start + 1} to ${end()} of ${count}`;
    for (const back of buttons.slice(0, 2)) back.disabled = start === 0;
    for (const on of buttons.slice(2)) on.disabled = end() === count;
  };
  tell();
  return {
    elements: count > most ? [...buttons.slice(0, 2), said, ...buttons.slice(2)] : [],
    shown: () => Array.from({ length: end() - start }, (_, k) => start + k),
    first() {
      start = 0;
      tell();
    },
  };
}
