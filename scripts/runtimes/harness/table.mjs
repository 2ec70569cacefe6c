// The matrix as text: for a terminal, and for the docs.

/** Features in the order in which the rows name them. */
const featuresOf = (rows) => [...new Set(rows.flatMap(({ cells }) => cells.map(({ feature }) => feature)))];

/** A feature has a column if most rows have it, or there are few rows; the others stand in the last column by name. */
function columnsOf(rows) {
  if (rows.length < 4) return featuresOf(rows);
  const count = (feature) =>
    rows.filter(({ cells }) => cells.some((cell) => cell.feature === feature)).length;
  return featuresOf(rows).filter((feature) => count(feature) > rows.length / 2);
}

function grid(rows, absent) {
  const columns = columnsOf(rows);
  const others = featuresOf(rows).filter((feature) => !columns.includes(feature));
  const lines = rows.map((row) => {
    const results = new Map(row.cells.map(({ feature, result }) => [feature, result]));
    const further = others
      .filter((feature) => results.has(feature))
      .map((feature) => inWords(feature, results));
    const last = others.length > 0 ? [further.join(", ") || absent] : [];
    return [nameOf(row), ...columns.map((feature) => results.get(feature) ?? absent), ...last];
  });
  return [["", ...columns, ...(others.length > 0 ? ["yes as well"] : [])], ...lines];
}

const inWords = (feature, results) =>
  results.get(feature) === "yes" ? feature : `${feature}: ${results.get(feature)}`;

/** "Deno 2.9.6"; where it could not be asked, "deno". */
const nameOf = ({ runtime, title, version }) => (version ? `${title} ${version}` : runtime);

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

/** Why cells are not yes or not there, and the remarks of others, a line each. */
const reasons = (rows) =>
  rows.flatMap((row) =>
    told(row).map(({ features, result, why }) => `${result}: ${row.runtime}, ${features}: ${why}`),
  );

/** What there is to say of a row's features: once for all to which it applies. */
function told({ cells, without = {} }) {
  const absent = Object.entries(without).map(([feature, why]) => ({ feature, result: "no cell", why }));
  const groups = new Map();
  for (const { feature, result, why } of [...cells, ...absent]) {
    if (!why) continue;
    const key = `${result}: ${why}`;
    groups.set(key, { features: [], result, why, ...groups.get(key) });
    groups.get(key).features.push(feature);
  }
  return [...groups.values()].map(({ features, ...rest }) => ({ features: features.join(" "), ...rest }));
}

/** @returns the table in Markdown, and below it the remarks of the cells and why others are not there */
export function markdownOf(rows) {
  const [head, ...lines] = grid(rows, "–");
  const marked = [head, head.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |`);
  return { table: marked.join("\n"), notes: notes(rows).join("\n") };
}

const notes = (rows) =>
  rows.flatMap((row) =>
    told(row).map(({ features, result, why }) => {
      const shown = result === "no cell" ? "–" : result;
      return `- ${row.title}, ${features}: ${shown}. ${why}`;
    }),
  );

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
