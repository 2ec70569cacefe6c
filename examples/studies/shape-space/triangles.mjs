// Claim 1: do values obey the triangle inequality?
import { compare, pairwise } from "repgeom";
import { uniform } from "../lib/random.mjs";
import { distances } from "./networks.mjs";

/** Values as many papers give them: one less a similarity. */
const plain = [
  { name: "1 − Procrustes similarity", spec: { metric: "nbs" } },
  { name: "1 − mean canonical correlation", spec: { metric: "cca", ground: "mean" } },
  { name: "1 − CKA", spec: { metric: "cka" } },
];

const angular = distances.map((one) => ({ ...one, form: "angular" }));
export const forms = [...angular, ...plain.map((one) => ({ ...one, form: "plain" }))];

/** Networks whose units are those of two others. */
const joined = 40;

/** Of each form: triples of networks, and triples whose middle has the units of both ends. */
export async function countTriangles(networks, control) {
  const joint = joinedPairs(networks);
  const found = [];
  for (const { name, form, spec } of forms) {
    const far = (value) => (form === "plain" ? 1 - value : value);
    const values = (await pairwise(networks, spec, control)).values.map(far);
    let through = 0;
    for (const { a, b, network } of joint) {
      const ends = [a, b].map((end) => compare(networks[end], network, spec, control));
      const [there, back] = (await Promise.all(ends)).map(far);
      if (values[a * networks.length + b] > there + back + 1e-9) through++;
    }
    found.push({ name, form, ...violations(values, networks.length), joined: through / joint.length });
  }
  return { found, triples: 3 * choose3(networks.length), joined };
}

const choose3 = (n) => (n * (n - 1) * (n - 2)) / 6;

/** How often one side is longer than the way over the third network, and by what share of itself at most. */
function violations(d, n) {
  let [count, worst, tightest] = [0, 0, Infinity];
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++)
      for (let k = 0; k < n; k++) {
        if (k === i || k === j) continue;
        const [side, detour] = [d[i * n + j], d[i * n + k] + d[k * n + j]];
        tightest = Math.min(tightest, detour / side);
        if (side <= detour + 1e-9) continue;
        count++;
        worst = Math.max(worst, side / detour - 1);
      }
  return { count, worst, tightest };
}

/** The units of two networks side by side, each network at norm 1 after centring. */
function joinedPairs(networks) {
  const next = uniform(7);
  const draw = () => Math.floor(next() * networks.length);
  const all = [];
  while (all.length < joined) {
    const [a, b] = [draw(), draw()];
    if (a !== b) all.push({ a, b, network: sideBySide(networks[a], networks[b]) });
  }
  return all;
}

function sideBySide(one, other) {
  const parts = [one, other].map(atNormOne);
  const [rows, cols] = [one.shape[0], one.shape[1] + other.shape[1]];
  const data = Float64Array.from({ length: rows * cols }, (_, at) => {
    const [i, j] = [Math.floor(at / cols), at % cols];
    return j < one.shape[1]
      ? parts[0][i * one.shape[1] + j]
      : parts[1][i * other.shape[1] + j - one.shape[1]];
  });
  return { name: `${one.name} and ${other.name}`, shape: [rows, cols], data };
}

function atNormOne({ shape: [rows, cols], data }) {
  const centred = Float64Array.from(data);
  for (let j = 0; j < cols; j++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += centred[i * cols + j] / rows;
    for (let i = 0; i < rows; i++) centred[i * cols + j] -= mean;
  }
  const norm = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  return centred.map((value) => value / norm);
}
