// Draws docs/images/stimuli-*.svg and writes the tables of docs/preparing-data.md: what metrics say of samples of stimuli,
// by their number, of simulated networks whose value on very many stimuli is known. After the build.
//
//   node scripts/docs/stimuli-curves.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import prettier from "prettier";
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";
import { figureOf } from "./curves-svg.mjs";
import { gaussian, multiply } from "./simulated.mjs";

export const sizes = [10, 20, 40, 80, 160, 320, 640, 1280];
export const draws = 20;
/** Stimuli of the sample that stands for the population. */
const many = 10_240;
const directions = 10;

/** Similarities: 1 of equal networks, and 0 on endlessly many stimuli of unrelated ones, or nearly. */
export const measures = {
  cka: { metric: "cka" },
  "cka debiased": { metric: "cka", debiased: true },
  rsa: { metric: "rsa" },
  nbs: { metric: "nbs" },
  "linear-regression": { metric: "linear-regression" },
  "cca mean": { metric: "cca", ground: "mean" },
};

/**
 * Responses of two networks to `stimuli` new stimuli. Each unit of a network mixes ten directions: `shared` of them are those
 * of the other network, the rest its own; noise has a tenth of their variance. The mixing stays, the stimuli are drawn.
 */
export function pairOf(draw, stimuli, { units, shared }) {
  const fixed = createRandom(11, units);
  const random = createRandom(12, draw * 100_003 + stimuli);
  const common = gaussian(random, stimuli, shared || 1);
  return [0, 1].map(() => {
    const maps = [gaussian(fixed, common.cols, units), gaussian(fixed, directions - shared || 1, units)];
    const own = gaussian(random, stimuli, directions - shared || 1);
    const parts = [multiply(common, maps[0]), multiply(own, maps[1])];
    const weights = [shared > 0, shared < directions];
    const noise = Math.sqrt(directions / 10);
    const data = parts[0].data.map(
      (value, k) => weights[0] * value + weights[1] * parts[1].data[k] + noise * random.normal(),
    );
    return { rows: stimuli, cols: units, data };
  });
}

/** Mean and deviation over the draws. */
export async function pointOf(engine, spec, stimuli, plan, count = draws) {
  const values = [];
  for (let draw = 0; draw < count; draw++)
    values.push(await engine.compare(...pairOf(draw, stimuli, plan), spec));
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  return { stimuli, mean, deviation };
}

async function curveOf(engine, name, plan) {
  const points = [];
  for (const stimuli of sizes) points.push(await pointOf(engine, measures[name], stimuli, plan));
  const { mean: end } = await pointOf(engine, specOfMany(name), many / slow(name), plan, 3);
  return { name, points, end };
}

/** RDMs of very many stimuli take long; theirs are of fewer. */
const slow = (name) => (name === "rsa" ? 4 : 1);
const specOfMany = (name) => measures[name];

const curvesOf = async (engine, names, plan) => {
  const curves = [];
  for (const name of names) curves.push(await curveOf(engine, name, plan));
  return curves;
};

const number = (value) => value.toFixed(2).replace(/^-(0\.00)$/, "$1");

function tableOf(curves, from = ({ mean }) => mean) {
  const head = `| | ${sizes.join(" | ")} | very many |\n| --- |${" ---: |".repeat(sizes.length + 1)}\n`;
  const row = ({ name, points, end }) =>
    `| \`${name}\` | ${points.map((point) => number(from(point))).join(" | ")} | ${number(end)} |`;
  return head + curves.map(row).join("\n");
}

/** The first size from which the mean stays within 0.05 of the value of very many. */
const enough = ({ points, end }) => {
  const last = points.findLastIndex(({ mean }) => Math.abs(mean - end) > 0.05);
  return last + 1 < sizes.length ? String(sizes[last + 1]) : `more than ${sizes.at(-1)}`;
};

function enoughTable(unrelated, related) {
  const rows = unrelated.map(
    (curve, k) => `| \`${curve.name}\` | ${enough(curve)} | ${enough(related[k])} |`,
  );
  return `| | unrelated networks | half of it shared |\n| --- | ---: | ---: |\n${rows.join("\n")}`;
}

async function put(page, marks) {
  let text = readFileSync(page, "utf8");
  for (const [mark, table] of Object.entries(marks)) {
    const [start, end] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
    if (!text.includes(start) || !text.includes(end)) throw new Error(`${page} has no ${start} … ${end}`);
    text = text.replace(new RegExp(`${start}[^]*?${end}`), () => `${start}\n\n${table}\n\n${end}`);
  }
  writeFileSync(
    page,
    await prettier.format(text, { ...(await prettier.resolveConfig(page)), parser: "markdown" }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const engine = await createEngine({ threads: 0, deterministic: true });
  const names = Object.keys(measures);
  const unrelated = await curvesOf(engine, names, { units: 50, shared: 0 });
  const related = await curvesOf(engine, names, { units: 50, shared: 5 });
  const byUnits = [];
  for (const units of [10, 50, 250])
    byUnits.push({ ...(await curveOf(engine, "cka", { units, shared: 0 })), name: `cka, ${units} units` });
  engine.close();
  const image = (name) => new URL(`../../docs/images/${name}.svg`, import.meta.url);
  const spread = related.map(({ name, points }) => ({
    name,
    points: points.map(({ stimuli, deviation }) => ({ stimuli, mean: deviation, deviation: 0 })),
  }));
  writeFileSync(
    image("stimuli-values"),
    figureOf([
      { title: "Unrelated networks, 50 units", axis: "value", top: 1, curves: unrelated },
      { title: "Half of it shared, 50 units", axis: "value", top: 1, curves: related },
    ]),
  );
  writeFileSync(
    image("stimuli-spread"),
    figureOf([
      { title: "Standard deviation, half shared", axis: "deviation", top: 0.2, curves: spread },
      { title: "Unrelated, other numbers of units", axis: "value", top: 1, curves: byUnits },
    ]),
  );
  const page = fileURLToPath(new URL("../../docs/preparing-data.md", import.meta.url));
  await put(page, {
    "curves-enough": enoughTable(unrelated, related),
    "curves-unrelated": tableOf(unrelated),
    "curves-related": tableOf(related),
    "curves-spread": tableOf(
      related.map((curve) => ({ ...curve, end: NaN })),
      ({ deviation }) => deviation,
    ).replaceAll(" NaN |", " |"),
    "curves-units": tableOf(byUnits),
  });
}
