// Writes the tables of docs/performance.md from bench/RESULTS.md, between two marks: ratios and goals, no lone times.
//
//   node scripts/docs/performance.mjs            writes
//   node scripts/docs/performance.mjs --check    fails where the page is not what it would write
import { readFileSync } from "node:fs";
import { writeBetween } from "./written.mjs";

const results = readFileSync(new URL("../../bench/RESULTS.md", import.meta.url), "utf8");

await writeBetween({
  page: "performance.md",
  mark: "results",
  by: "scripts/docs/performance.mjs",
  source: "bench/RESULTS.md",
  text: tables(),
});

function tables() {
  const machine = /^on (.*?)\. \[README/m.exec(results)?.[1];
  if (machine === undefined) throw new Error("bench/RESULTS.md: expected the line that names the machine.");
  const goals = withoutLinks(results.slice(results.indexOf("| goals"), results.indexOf("\n| missed ")));
  return [`Measured on ${machine}.`, "### Goals", goals, ...sections().map(ofSection)].join("\n\n");
}

/** Every suite but that of the kernels, whose hundreds of rows say little to a reader of this page. */
function sections() {
  return results
    .split(/^## /m)
    .slice(1)
    .filter((section) => !section.startsWith("Kernels"));
}

function ofSection(section) {
  const [title, ...lines] = section.trim().split("\n");
  const about = lines.find((line) => line !== "" && !line.startsWith("|"));
  const rows = lines.filter((line) => line.startsWith("|"));
  return `### ${title}\n\n${about}\n\n${rows.map(withoutTimes).join("\n")}`;
}

/** A row without the columns of times, their unit and the spread: job, against, ratio, goal. */
function withoutTimes(row) {
  const [job, against, , , , ratio, , goal] = cellsOf(row);
  return `| ${[job || "job", against, ratio, goal].join(" | ")} |`;
}

/** The cells of a row of eight; a header without a name has an empty one. */
function cellsOf(row) {
  const cells = row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
  if (cells.length !== 8) throw new Error(`bench/RESULTS.md: expected eight columns, found ${row}`);
  return cells;
}

function withoutLinks(text) {
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").trim();
}
