// The matrix as text: for a terminal, and for the docs.

/** Features in the order in which the rows name them. */
const featuresOf = (rows) => [...new Set(rows.flatMap(({ cells }) => cells.map(({ feature }) => feature)))];

function grid(rows, absent) {
  const features = featuresOf(rows);
  const lines = rows.map((row) => {
    const results = new Map(row.cells.map(({ feature, result }) => [feature, result]));
    return [nameOf(row), ...features.map((feature) => results.get(feature) ?? absent)];
  });
  return [["", ...features], ...lines];
}

/** "Deno 2.9.6" */
const nameOf = ({ title, version }) => (version ? `${title} ${version}` : title);

/** @param {{ runtime: string, title: string, version: string, cells: object[], without?: object }[]} rows */
export function plainTable(rows) {
  const lines = grid(rows, "");
  const widths = lines[0].map((_, k) => Math.max(...lines.map((line) => line[k].length)));
  const text = lines.map((line) =>
    line
      .map((cell, k) => cell.padEnd(widths[k]))
      .join("  ")
      .trimEnd(),
  );
  return [...text, ...reasons(rows)].map((line) => `${line}\n`).join("");
}

/** Why cells are not yes or not there, a line each. */
function reasons(rows) {
  return rows.flatMap(({ runtime, cells, without = {} }) => {
    const told = cells
      .filter(({ why }) => why)
      .map(({ feature, result, why }) => `${result}: ${runtime}, ${feature}: ${why}`);
    const absent = Object.entries(without).map(([feature, why]) => `no cell: ${runtime}, ${feature}: ${why}`);
    return [...told, ...absent];
  });
}

/** @returns the table in Markdown, and below it the remarks of the cells and why others are not there */
export function markdownOf(rows) {
  const [head, ...lines] = grid(rows, "–");
  const marked = [head, head.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |`);
  return { table: marked.join("\n"), notes: notes(rows).join("\n") };
}

/** The remarks of the cells, and the features without a cell. */
function notes(rows) {
  return rows.flatMap(({ title, cells, without }) => {
    const remarks = cells
      .filter(({ why }) => why)
      .map(({ feature, result, why }) => ({ feature, result, why }));
    const told = remarks.map(({ feature, result, why }) => `- ${title}, ${feature}: ${result}; ${why}`);
    const absent = Object.entries(without ?? {}).map(([feature, why]) => `- ${title}, ${feature}: – ${why}`);
    return [...told, ...absent];
  });
}

const begin = "<!-- runtimes: written by npm run runtimes -->";
const end = "<!-- /runtimes -->";

/** Whether a page has a place for the table. */
export const hasPlace = (page) => page.includes(begin);

/**
 * Puts the table between the two comments of a page.
 * @throws if the page has not both
 */
export function withTable(page, table) {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page lacks the lines ${begin} and ${end}, in this order.`);
  return `${page.slice(0, from)}${begin}\n\n${table}\n\n${page.slice(to)}`;
}
