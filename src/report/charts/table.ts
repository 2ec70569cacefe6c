import type { ReportResult } from "../data.ts";
import { showNumber } from "../numbers.ts";
import { element } from "./element.ts";

/** The values in a table that is made when it is first opened, and saved in full as CSV. */
export function valueTable(result: ReportResult): HTMLElement {
  const details = element("details", {}, [element("summary", {}, ["Table of values"])]);
  const fill = () => details.append(scroller(result), saveButton(result));
  details.addEventListener("toggle", fill, { once: true });
  return details;
}

function scroller(result: ReportResult): HTMLElement {
  const cols = result.colNames.length;
  const head = ["", ...result.colNames].map((name) => element("th", { scope: "col" }, [name]));
  const rows = result.rowNames.map((name, row) => {
    const values = result.values.slice(row * cols, (row + 1) * cols);
    const cells = values.map((value) => element("td", {}, [showNumber(value)]));
    return element("tr", {}, [element("th", { scope: "row" }, [name]), ...cells]);
  });
  const table = element("table", {}, [
    element("thead", {}, [element("tr", {}, head)]),
    element("tbody", {}, rows),
  ]);
  const label = `Values, ${result.heading}`;
  return element("div", { class: "table", tabindex: "0", role: "region", "aria-label": label }, [table]);
}

function saveButton(result: ReportResult): HTMLElement {
  const button = element("button", { type: "button" }, ["Save as CSV, all digits"]);
  button.addEventListener("click", () => {
    const link = element("a", { download: `${result.heading}.csv` }, []);
    link.href = URL.createObjectURL(new Blob([toCsv(result)], { type: "text/csv" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  return button;
}

function toCsv({ rowNames, colNames, values }: ReportResult): string {
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const row = (name: string, i: number) =>
    [
      quote(name),
      ...values.slice(i * colNames.length, (i + 1) * colNames.length).map((value) => value ?? "nan"),
    ].join(",");
  return [["", ...colNames.map(quote)].join(","), ...rowNames.map(row), ""].join("\n");
}
