// The claims of a study with their figures and answers: as text, as a table of the docs, as a section of a report.
import { showNumber, showP } from "../../dist/src/report/numbers.js";

/** `0.512 (0.48 to 0.55), p = 0.001, of 45 pairs` */
export function figureText({ value, interval, p, note }) {
  const parts = [showValue(value)];
  if (interval) parts[0] += ` (${showValue(interval.lower)} to ${showValue(interval.upper)})`;
  if (p !== undefined) parts.push(`p = ${showP(p)}`);
  if (note) parts.push(note);
  return parts.join(", ");
}

/** Counts have all their digits. */
function showValue(value) {
  if (typeof value === "string") return value;
  return Number.isInteger(value) ? (value + 0).toLocaleString("en").replace("-", "−") : showNumber(value, 3);
}

const width = 100;

/** The rows that are printed. */
export function claimsText({ name, title, question, simulated }, claims) {
  const head = [`${name}: ${title}`, ...wrapped(question, "")];
  if (simulated) head.push(...wrapped(`Simulated: ${simulated}`, ""));
  const rows = claims.flatMap(({ id, claim, figures, answer, because }) => [
    "",
    ...wrapped(claim, "   ", `${id}  `.padEnd(3)),
    ...figureLines(figures),
    ...wrapped(`${answer}: ${because}`, "   ", " = "),
  ]);
  return `${[...head, ...rows].join("\n")}\n\n`;
}

function figureLines(figures) {
  const longest = Math.min(66, Math.max(0, ...figures.map(({ name }) => name.length)));
  return figures.flatMap((figure) => {
    const label = `     ${figure.name.padEnd(longest)}  `;
    return wrapped(figureText(figure), " ".repeat(longest + 7), label);
  });
}

/** Lines of at most 100 characters; the first begins with `first`, the others with `indent`. */
function wrapped(text, indent, first = indent) {
  const lines = [];
  let line = first;
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length > width && line.trim() !== "" && line !== first) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

/** A table in Markdown, one row a claim. */
export function claimsTable(claims) {
  const rows = claims.map(({ id, claim, figures, answer, because }) => [
    id,
    claim,
    figures.map((figure) => `${figure.name}: ${figureText(figure)}`).join("<br>"),
    `**${answer}**`,
    because,
  ]);
  const lines = [["", "Claim or question", "Figures", "Shown here?", "Why"], Array(5).fill("-"), ...rows];
  return lines.map((cells) => `| ${cells.map(cellText).join(" | ")} |`).join("\n");
}

function cellText(text) {
  return text
    .replaceAll("\n", " ")
    .replaceAll("|", "\\|")
    .replaceAll(/<(?!br>)/g, "&lt;");
}

/** The same as the first section of a report. */
export function claimsSection({ simulated }, claims) {
  return {
    heading: "Claims and answers",
    text: claims.map(({ id, claim, answer, because }) => `${id}. ${claim} ${sentence(answer)}: ${because}`),
    ...(simulated ? { warnings: [`Simulated: ${simulated}`] } : {}),
    figures: [
      {
        kind: "table",
        title: "Figures of the claims",
        wide: true,
        columns: ["claim", "figure", "value", "lower", "upper", "p", "note"],
        rows: claims.flatMap(({ id, figures }) => figures.map((figure) => [id, ...cellsOf(figure)])),
      },
    ],
  };
}

function cellsOf({ name, value, interval, p, note }) {
  return [name, value, interval?.lower ?? "", interval?.upper ?? "", p ?? "", note ?? ""];
}

function sentence(text) {
  return text[0].toUpperCase() + text.slice(1);
}
