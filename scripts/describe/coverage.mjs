// How often intervals of `describe` hold what they are for: networks drawn from populations whose values are known, or found
// from very many stimuli.   node scripts/describe/coverage.mjs [--draws 200] [--stimuli 30,100]
import { parseArgs } from "node:util";
import { createEngine } from "../../dist/src/index.js";

const { values: flags } = parseArgs({
  options: {
    draws: { type: "string", default: "200" },
    stimuli: { type: "string", default: "30,100" },
    samples: { type: "string", default: "50" },
  },
});
const draws = Number(flags.draws);
/** Seeded standard normal numbers (Box–Muller). */
let state = 7;
const uniform = () => {
  state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return ((state >>> 8) + 0.5) / 2 ** 24;
};
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());

/** Linear mixtures of normal latents whose variances fall, off the origin, with a little noise in each unit. */
function mixture(latents, units, { offset = 0, noise = 0, rectified = false }) {
  const mixing = Array.from({ length: latents }, (_, k) =>
    Array.from({ length: units }, () => normal() / Math.sqrt(k + 1) / Math.sqrt(units)),
  );
  return (stimuli) => {
    const data = new Float64Array(stimuli * units);
    for (let i = 0; i < stimuli; i++) {
      const latent = Array.from({ length: latents }, normal);
      for (let j = 0; j < units; j++) {
        let sum = offset / Math.sqrt(units) + noise * normal();
        for (let k = 0; k < latents; k++) sum += latent[k] * mixing[k][j];
        data[i * units + j] = rectified ? Math.max(0, sum) + 1e-6 : sum;
      }
    }
    return { rows: stimuli, cols: units, data };
  };
}

const populations = {
  "5 latents in 40 units": mixture(5, 40, { offset: 1 }),
  "20 latents in 60 units, noise": mixture(20, 60, { offset: 0.5, noise: 0.05 }),
  "8 latents in 60 rectified units": mixture(8, 60, { offset: 0.3, rectified: true }),
};

const engine = await createEngine({ threads: 2 });
const many = 4000;
for (const [name, draw] of Object.entries(populations)) {
  const truth = (await engine.describe(draw(many), { samples: 0 })).values.data;
  for (const m of flags.stimuli.split(",").map(Number)) {
    const nets = Array.from({ length: draws }, () => draw(m));
    const found = await engine.describe(nets, { samples: Number(flags.samples) });
    const names = found.descriptors.map((one) => one.name);
    console.log(`\n${name}, ${m} stimuli, ${draws} draws: share of intervals that hold what they are for`);
    names.forEach((descriptor, d) => {
      const at = (a, k) => a.data[k * names.length + d];
      const all = nets.map((_, k) => at(found.values, k)).filter(Number.isFinite);
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
      const counts = {};
      let heldTruth = 0;
      let intervals = 0;
      nets.forEach((_, k) => {
        const about = found.estimands[k][d];
        const target = about === "expectation" ? mean : truth[d];
        const holds = (value) => at(found.lower, k) <= value && value <= at(found.upper, k);
        counts[about] ??= [0, 0];
        counts[about][1]++;
        if (about === "none") return;
        intervals++;
        if (holds(target)) counts[about][0]++;
        if (holds(truth[d])) heldTruth++;
      });
      const right = Object.values(counts).reduce((sum, [held]) => sum + held, 0);
      console.log(
        descriptor.padEnd(34),
        `truth ${truth[d].toFixed(3)} mean ${mean.toFixed(3)}`.padEnd(32),
        `held ${(right / intervals).toFixed(3)}`,
        `truth ${(heldTruth / intervals).toFixed(3)}`,
        Object.entries(counts)
          .map(([about, [held, count]]) => `${about} ${held}/${count}`)
          .join(", "),
      );
    });
  }
}
engine.close();
