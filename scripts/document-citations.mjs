// Writes what metrics, studies and values of options are from into docs/citing.md, between the two marks. After the build.
//
//   node scripts/document-citations.mjs            writes
//   node scripts/document-citations.mjs --check    fails where the page is not what it would write
import { metrics } from "../dist/src/metrics/all.js";
import { bibliography } from "../dist/src/studies/cite/bibliography/bibliography.js";
import { citedByMetric } from "../dist/src/studies/cite/cited/metrics.js";
import { studies } from "../dist/src/studies/cite/cited/studies.js";
import { citedByValue } from "../dist/src/studies/cite/cited/values.js";
import { bibtexOf } from "../dist/src/studies/cite/formats/bibtex.js";
import { conditionText } from "../dist/src/studies/cite/formats/condition.js";
import { shortly } from "../dist/src/studies/cite/formats/names.js";
import { referenceText } from "../dist/src/studies/cite/formats/text.js";
import { softwareReference } from "../dist/src/studies/cite/software.js";
import { writeBetween } from "./docs/written.mjs";

await writeBetween({
  page: "citing.md",
  mark: "citations",
  by: "scripts/document-citations.mjs",
  source: "the bibliography",
  text: sections(),
});

function sections() {
  return [
    `\`\`\`bibtex\n${bibtexOf(softwareReference())}\`\`\``,
    "## Metrics",
    ...familyTables(),
    "## Dissimilarities, comparators and the like",
    "Named by an option of a metric or a study; textbook distances are from none.",
    valueTable(),
    "## Studies",
    table(["study", "from", "with options, or in part"], Object.entries(studies).map(studyRow)),
    "## References",
    Object.values(bibliography).toSorted(byText).map(referenceLine).join("\n"),
  ].join("\n\n");
}

function familyTables() {
  const families = [...new Set(Object.values(metrics).map(({ family }) => family))];
  return families.flatMap((family) => {
    const members = Object.values(metrics).filter((metric) => metric.family === family);
    const rows = members.map(({ name }) => [`\`${name}\``, ...cells(citedByMetric[name])]);
    return [`### ${family}`, table(["metric", "from", "with options, or in part"], rows)];
  });
}

function studyRow([name, { cited, takesMetric }]) {
  const [whole, parts] = cells(cited);
  return [`\`${name}\``, whole || (takesMetric ? "its metric" : ""), parts];
}

/** What all of it is from, and what parts are. */
function cells(cited) {
  const whole = cited.filter(({ of, when }) => of === undefined && when === undefined);
  const parts = cited.filter((one) => !whole.includes(one)).map(partText);
  return [whole.flatMap(({ keys }) => keys.map(linkOf)).join(", "), parts.join("; ")];
}

function partText({ of, when, keys }) {
  const condition = when === undefined ? "" : ` (\`${conditionText(when)}\`)`;
  return `${of}${condition}: ${keys.map(linkOf).join(", ")}`;
}

function valueTable() {
  const rows = Object.entries(citedByValue).flatMap(([option, known]) =>
    Object.entries(known)
      .filter(([, keys]) => keys.length > 0)
      .map(([value, keys]) => [`\`${option}\``, `\`${value}\``, keys.map(linkOf).join(", ")]),
  );
  return table(["option", "value", "from"], rows);
}

function table(titles, rows) {
  const line = (words) => `| ${words.map((word) => word.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

/** In the page, to the reference. */
function linkOf(key) {
  return `[${shortly(bibliography[key])}](#${key})`;
}

function byText(a, b) {
  return referenceText(a).localeCompare(referenceText(b), "en");
}

function referenceLine(reference) {
  return `- <a id="${reference.key}"></a>${referenceText(reference).replaceAll("<", "&lt;")}`;
}
