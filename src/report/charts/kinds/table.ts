import { csvText } from "../../../base/csv-text.ts";
import type { Numbers, TableFigure } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { add, element } from "../parts/element.ts";
import { words } from "../parts/words.ts";
import { most, shorten } from "../../words.ts";
import { frame } from "../parts/frame.ts";

type Cell = string | number | null;

/** Content below a summary. It is made when the reader first opens it. */
export function collapsible(summary: string, make: () => readonly Node[]): HTMLElement {
  const details = element("details", {}, [element("summary", {}, [words(summary, most.title)])]);
  details.addEventListener("toggle", () => add(details, make()), { once: true });
  return details;
}

export function tableFigure(figure: TableFigure): HTMLElement[] {
  const { title, columns, rows, collapsed, caption = "" } = figure;
  const make = () => tableParts(title, columns, rows);
  if (collapsed) return [collapsible(title, make)];
  return [frame(figure, make(), [caption])];
}

/** A matrix with the names of its rows and columns. */
export function valueTable(
  title: string,
  rowNames: readonly string[],
  colNames: readonly string[],
  values: Numbers,
): Node[] {
  const rows = rowNames.map((name, i): Cell[] => [
    name,
    ...colNames.map((_, j) => values[i * colNames.length + j] ?? null),
  ]);
  return tableParts(title, ["", ...colNames], rows);
}

function tableParts(title: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): Node[] {
  return [scroller(title, columns, rows), saveButton(title, columns, rows)];
}

function scroller(title: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): Node {
  const isText = (k: number) => rows.some((cells) => typeof cells[k] === "string");
  const head = columns.map((name, k) =>
    element("th", isText(k) ? { scope: "col", class: "text" } : { scope: "col" }, [words(name, most.word)]),
  );
  const body = rows.map(([name = null, ...cells]) =>
    element("tr", {}, [
      element("th", { scope: "row" }, [shown(name)]),
      ...cells.map((cell) => element("td", typeof cell === "string" ? { class: "text" } : {}, [shown(cell)])),
    ]),
  );
  const table = element("table", {}, [
    element("thead", {}, [element("tr", {}, head)]),
    element("tbody", {}, body),
  ]);
  return element("div", { class: "table", tabindex: "0", role: "region", "aria-label": title }, [table]);
}

function shown(cell: Cell): string | Node {
  return typeof cell === "string" ? words(cell, most.word) : showNumber(cell);
}

function saveButton(title: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): Node {
  const button = element("button", { type: "button" }, ["Save as CSV, all digits"]);
  button.addEventListener("click", () => {
    const link = element("a", { download: `${shorten(title, most.word)}.csv` }, []);
    link.href = URL.createObjectURL(new Blob([toCsv(columns, rows)], { type: "text/csv" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  return button;
}

function toCsv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const field = (cell: Cell) => (typeof cell === "string" ? csvText(cell) : String(cell ?? "nan"));
  return [columns, ...rows].map((cells) => `${cells.map(field).join(",")}\n`).join("");
}
