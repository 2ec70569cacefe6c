// Rows as text: a line each for the terminal, and RESULTS.md from all rows of a run.
//
// A row: name, peer, unit, ours, theirs, ratio; spread, the least and largest ratio of the rounds;
// sense, goal, met; medians of ours and theirs, where these are the least; remark, beside the ratio;
// skipped, a reason; section, a heading within the suite; variant, a column of its section.

/** One row for the terminal. */
export function lineOf({ name, peer, ours, theirs, unit, ratio, skipped, ...row }) {
  if (skipped) return `${name.padEnd(60)} skipped: ${skipped}`;
  const range = row.spread ? ` (${spreadOf(row.spread)})` : "";
  const verdict = hasGoal(row) ? ` ${row.met ? "met" : "MISSED"} (goal ${goalOf(row)})` : "";
  const [mine, other] = timesOf({ ours, theirs, ...row });
  const against = theirs === null ? "" : ` against ${other} of ${peer}`;
  const remark = row.remark ? `, ${row.remark}` : "";
  return `${name.padEnd(60)} ${mine} ${unit}${against}: ratio ${number(ratio)}${range}${verdict}${remark}`;
}

/**
 * RESULTS.md: what was met and missed, then each suite.
 * @param facts - of the run: machine, node, command
 * @param suites - { name, title, about, rows, notes, failed } each
 */
export function documentOf(facts, suites) {
  return [
    "# What was measured",
    introduction(facts),
    overview(suites),
    missed(suites),
    ...suites.map(suiteText),
  ].join("\n\n");
}

function introduction({ machine, node, command }) {
  return [
    `Written by one run of`,
    `    ${command}`,
    `on ${machine}, Node ${node}. [README.md](README.md) says how it is measured. **Bold**: a goal that was missed.`,
  ].join("\n\n");
}

function overview(suites) {
  const rows = suites.map((suite) => [
    `[${titleOf(suite)}](#${anchor(titleOf(suite))})`,
    ...counts(suite.rows),
  ]);
  const all = ["all", ...counts(suites.flatMap((suite) => suite.rows))];
  return table(["goals", "met", "missed", "not measured"], [...rows, all]);
}

function counts(rows) {
  const goals = rows.filter(hasGoal);
  const of = (met) => goals.filter((row) => row.met === met).length;
  return [of(true), of(false), of(null)];
}

function missed(suites) {
  const failures = suites
    .filter(({ failed }) => failed)
    .map((suite) => [`**FAILED: ${titleOf(suite)}**`, suite.failed, "", ""]);
  const rows = suites
    .flatMap((suite) => suite.rows)
    .filter(({ met }) => met === false)
    .map((row) => [row.name, row.peer, goalOf(row), cell(row)]);
  if (failures.length + rows.length === 0) return "No goal was missed.";
  return table(["missed", "against", "goal", "reached"], [...failures, ...rows]);
}

function suiteText(suite) {
  const { rows, notes, about, failed } = suite;
  const sections = grouped(rows, sectionOf);
  return [
    `## ${titleOf(suite)}`,
    about,
    ...(failed ? [`**Failed**: ${failed}`] : []),
    ...[...sections].map(([section, own]) =>
      [...(section ? [`### ${section}`] : []), tableOf(own)].join("\n\n"),
    ),
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join("\n")] : []),
  ].join("\n\n");
}

const titleOf = ({ title, name }) => title ?? name;
const sectionOf = ({ section }) => section ?? "";
const anchor = (title) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\d -]/gu, "")
    .replaceAll(" ", "-");

function grouped(rows, key) {
  const groups = new Map();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

/** Rows with variants become columns; others show the times of both sides. */
function tableOf(rows) {
  if (rows.every(({ variant }) => variant !== undefined)) return tableOfVariants(rows);
  const heads = ["", "against", "ours", "theirs", "", "ratio", "rounds", "goal"];
  return table(
    heads,
    rows.map((row) =>
      row.skipped
        ? [row.name, row.peer, "", "", "", `not measured: ${row.skipped}`, "", goalOf(row)]
        : [
            row.name,
            row.peer,
            ...timesOf(row),
            row.unit,
            cell(row),
            row.spread ? spreadOf(row.spread) : "",
            goalOf(row),
          ],
    ),
  );
}

function tableOfVariants(rows) {
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  const lines = [...grouped(rows, ({ name, variant }) => withoutVariant(name, variant))];
  return table(
    ["", "goal", ...variants],
    lines.map(([name, own]) => [
      name,
      goalOf(own[0]),
      ...variants.map((variant) => cellOf(own.find((row) => row.variant === variant))),
    ]),
  );
}

const withoutVariant = (name, variant) => name.replace(`, ${variant}`, "");
const cellOf = (row) => (row === undefined ? "" : row.skipped ? "–" : cell(row));

function cell(row) {
  const text = number(row.ratio) + (row.remark ? ` (${row.remark})` : "");
  return row.met === false ? `**${text}**` : text;
}

/** Ours and theirs as text; medians in brackets where the times are the least. */
function timesOf({ ours, theirs, medians }) {
  return [ours, theirs].map((time, side) => {
    if (time === null) return "";
    return medians ? `${number(time)} (${number(medians[side])})` : number(time);
  });
}

const hasGoal = ({ goal }) => typeof goal === "number";
const goalOf = (row) => (hasGoal(row) ? `${row.sense ?? ""} ${row.goal}`.trim() : "");
const spreadOf = (spread) => spread.map(number).join("–");

/** Three digits, whole from 100. */
export function number(value) {
  if (value === 0) return "0";
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(value < 0.01 ? 2 : 3)));
}

const plain = (text) =>
  String(text)
    .replaceAll("|", "\\|")
    .replaceAll(/\s*\n\s*/g, " ");

function table(heads, rows) {
  const line = (cells) => `| ${cells.map(plain).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
