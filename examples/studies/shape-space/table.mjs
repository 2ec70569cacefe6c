/** A table of a report. */
export function table(title, columns, rows, more = {}) {
  return { kind: "table", title, columns, rows, ...more };
}
