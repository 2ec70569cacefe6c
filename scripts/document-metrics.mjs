// Writes what every metric says of itself into docs/metrics.md and docs/choosing.md, between two marks:
// kind and range of the value, what leaves it as it is, what it costs, what it is blind to, its source. After the build.
//
//   node scripts/document-metrics.mjs            writes
//   node scripts/document-metrics.mjs --check    fails where the page is not what it would write
import { metrics } from "../dist/src/metrics/all.js";
import { writeBetween } from "./docs/written.mjs";

const words = {
  permutation: "order of units",
  orthogonal: "rotation",
  "isotropic-scaling": "scale",
  translation: "constants",
  "invertible-linear": "invertible maps",
  "circular-shift": "shifted images",
};

/** The page of a family: definitions, where packages differ, limits. */
const pages = {
  "Alignment of shapes": "shapes",
  "Matching of units": "units",
  "Canonical correlation and regression": "linear",
  "Kernels and similarity structures": "kernels",
  "Noise and time": "noise",
  "Neighbours of stimuli": "neighbours",
  "Topology and scale": "topology",
  "Descriptors of one network": "descriptors",
  Outputs: "outputs",
};

const columns = ["permutation", "orthogonal", "invertible-linear", "isotropic-scaling", "translation"];

const made = [
  { page: "metrics.md", mark: "metrics", text: tables },
  { page: "choosing.md", mark: "glance", text: glance },
];
for (const { page, mark, text } of made)
  await writeBetween({
    page,
    mark,
    by: "scripts/document-metrics.mjs",
    source: "the registry",
    text: text(),
  });

/** A line a metric: what its value is, and what leaves it as it is. */
function glance() {
  const head = `| metric | value | ${columns.map((one) => words[one]).join(" | ")} | takes |\n|---|---|${columns.map(() => ":---:|").join("")}---|\n`;
  const rows = Object.values(metrics).map((metric) => {
    const { kind, symmetric, range, invariantTo } = propertiesOf(metric);
    const value = `${symmetric ? "" : "asymmetric "}${kind}, ${range.map(bound).join(" to ")}`;
    const marks = columns.map((one) => (invariantTo.includes(one) ? "✓" : ""));
    const link = `[\`${metric.name}\`](metrics.md#${anchorOf(metric.family)})`;
    return `| ${[link, value, ...marks, [metric.accepts].flat().join(", ")].join(" | ")} |`;
  });
  return head + rows.join("\n");
}

function anchorOf(family) {
  return family
    .toLowerCase()
    .replace(/[^\w ]/g, "")
    .replaceAll(" ", "-");
}

/** Properties under the defaults. */
function propertiesOf({ options: schemas, properties }) {
  return properties(
    Object.fromEntries(Object.entries(schemas).map(([key, { default: value }]) => [key, value])),
  );
}

function tables() {
  const families = Map.groupBy
    ? Map.groupBy(Object.values(metrics), ({ family }) => family)
    : grouped(Object.values(metrics));
  return [...families]
    .map(([family, members]) => `### ${family}\n\n${pageOf(family)}${tableOf(members)}\n`)
    .join("\n");
}

function pageOf(family) {
  const name = pages[family];
  if (name === undefined) throw new Error(`The family ${family} has no page in docs/metrics.`);
  return `Definitions, conventions and limits: [${family.toLowerCase()}](metrics/${name}.md).\n\n`;
}

function grouped(all) {
  const families = new Map();
  for (const one of all) families.set(one.family, [...(families.get(one.family) ?? []), one]);
  return families;
}

function tableOf(members) {
  const head =
    "| metric | value | unchanged by | operations: a network; a pair | blind to | source |\n|---|---|---|---|---|---|\n";
  return head + members.map(rowOf).join("\n");
}

function rowOf(metric) {
  const { name, summary, cost, blindTo, source } = metric;
  const { kind, pseudo, range, symmetric, invariantTo } = propertiesOf(metric);
  const value = `**${symmetric ? "" : "asymmetric "}${kind}**${pseudo ? " (0 for some networks that differ)" : ""} in [${range.map(bound).join(", ")}]: ${summary}`;
  const unchanged = invariantTo.map((one) => words[one] ?? one).join(", ") || "nothing";
  const cells = [`\`${name}\``, value, unchanged, `${cost.network}; ${cost.pair}`, blindTo, source];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function bound(value) {
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  if (value === Math.PI) return "π";
  return value === Math.PI / 2 ? "π/2" : String(Number(value.toPrecision(4)));
}
