import { showNumber } from "../../numbers.ts";
import { most, shorten } from "../../words.ts";
import type { Link } from "../link.ts";
import { element, fill } from "../parts/element.ts";
import { linked } from "../parts/linked.ts";
import { words } from "../parts/words.ts";
import type { Cell, Values } from "../values/columns.ts";
import { csvOf } from "../values/values.ts";
import { pager } from "./pager.ts";
import { sortedBy, type Sorting } from "./sorting.ts";

/** Rows and columns that are in the page at once: tens of thousands would freeze it. */
const [mostRows, mostColumns] = [200, 60];

/**
 * A table that is sorted by its headings; its rows are linked. Of a long or a wide one a part is shown,
 * with buttons for the others.
 */
export function tableOf(title: string, values: Values, link: Link): Node[] {
  const { columns, length } = values;
  const head = element("tr", {}, []);
  const body = element("tbody", {}, []);
  const table = element(
    "table",
    { "aria-rowcount": String(length + 1), "aria-colcount": String(columns.length) },
    [element("thead", {}, [head]), body],
  );
  const box = element("div", { class: "table", tabindex: "0", role: "region", "aria-label": title }, [table]);
  const items = linked(body, link);
  let order = Array.from({ length }, (_, k) => k);
  let sorting: Sorting | undefined;
  const isText = columns.map((_, c) => isTextual(values, c));
  const show = () => {
    const [rows, cols] = [down.shown(), [0, ...across.shown().map((c) => c + 1)]];
    fill(
      head,
      cols.map((c) =>
        heading(columns[c]!, isText[c]!, sorting?.column === c ? sorting.isRising : undefined, () => sort(c)),
      ),
    );
    const drawn = rows.map((at) => rowOf(values, order[at]!, at, cols));
    fill(body, drawn);
    body.firstElementChild?.setAttribute("tabindex", "0");
    items.show(
      rows.flatMap((at, k) => {
        const stands = values.stands(order[at]!);
        return stands ? [{ elements: [drawn[k]!], stands }] : [];
      }),
    );
  };
  const sort = (column: number) => {
    sorting = { column, isRising: !(sorting?.column === column && sorting.isRising) };
    order = sortedBy(values, sorting);
    down.first();
    show();
    head.querySelector<HTMLElement>("[aria-sort] button")?.focus();
  };
  const down = pager("rows", length, mostRows, show);
  const across = pager("columns", columns.length - 1, mostColumns, show);
  show();
  walk(body);
  const tools = element("div", { class: "tools" }, [
    ...down.elements,
    ...across.elements,
    saveButton(title, values),
  ]);
  return [box, tools];
}

function isTextual({ length, row }: Values, column: number): boolean {
  for (let k = 0; k < Math.min(length, mostRows); k++) if (typeof row(k)[column] === "string") return true;
  return false;
}

function heading(
  name: string,
  isText: boolean,
  isRising: boolean | undefined,
  sort: () => void,
): HTMLElement {
  const button = element("button", { type: "button" }, [words(name || "name", most.word)]);
  button.addEventListener("click", sort);
  return element(
    "th",
    {
      scope: "col",
      ...(isText ? { class: "text" } : {}),
      ...(isRising === undefined ? {} : { "aria-sort": isRising ? "ascending" : "descending" }),
    },
    [button],
  );
}

function rowOf(values: Values, k: number, at: number, columns: readonly number[]): HTMLElement {
  const cells = values.row(k);
  const [name = null, ...others] = columns.map((c) => cells[c] ?? null);
  const isLinked = values.stands(k) !== undefined;
  const attributes = isLinked ? { tabindex: "-1", "aria-selected": "false" } : {};
  return element("tr", { "aria-rowindex": String(at + 2), ...(attributes as Record<string, string>) }, [
    element("th", { scope: "row" }, [shown(name)]),
    ...others.map((cell) => element("td", typeof cell === "string" ? { class: "text" } : {}, [shown(cell)])),
  ]);
}

function shown(cell: Cell): string | Node {
  return typeof cell === "string" ? words(cell, most.word) : showNumber(cell);
}

/** Arrow keys go from one linked row to the next. */
function walk(body: HTMLElement): void {
  body.addEventListener("keydown", (event) => {
    const row = (event.target as Element).closest("tr");
    const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key];
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    row!.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}

function saveButton(title: string, values: Values): Node {
  const button = element("button", { type: "button" }, ["Save as CSV, all digits"]);
  button.addEventListener("click", () => {
    const link = element("a", { download: `${shorten(title, most.word)}.csv` }, []);
    link.href = URL.createObjectURL(new Blob([csvOf(values)], { type: "text/csv" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  return button;
}
