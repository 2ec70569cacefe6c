// node examples/layer-by-region/layer-by-region.mjs [report.html]
//
// A layer-by-region study with the networks of examples/rnn-dms. For a deep network, the question
// is which layer is most similar to a brain region; for a recurrent network, which moment of its
// trial. So the "layers" are six moments of one network, from first to last. The "regions" are
// three moments of nine other networks, which are the subjects. The stimuli are four groups of
// single trials from each of the four classes of trials.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { layersSection, layerStudy, rdm, read } from "repgeom";
import { reportSections } from "repgeom/report";

const [classes, times, trials, units, groups] = [4, 6, 16, 100, 4];
const path = (name) => fileURLToPath(new URL(`../rnn-dms/${name}.repeats.npy`, import.meta.url));
const controls = Array.from({ length: 10 }, (_, k) => `control-${String(k + 1).padStart(2, "0")}`);

/** The RDM of one moment: 16 stimuli, each the mean of four trials of one class. */
async function momentOf({ name, data }, time) {
  const rows = classes * groups;
  const mean = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const [kind, group] = [Math.floor(row / groups), row % groups];
    for (let trial = group; trial < trials; trial += groups) {
      const offset = ((kind * times + time) * trials + trial) * units;
      for (let u = 0; u < units; u++) mean[row * units + u] += (data[offset + u] * groups) / trials;
    }
  }
  const stimuli = Array.from(
    { length: rows },
    (_, row) => `${["++", "+-", "-+", "--"][Math.floor(row / groups)]} ${row % groups}`,
  );
  const responses = { name: `${name} at ${time}`, shape: [rows, units], data: mean, stimuli };
  return rdm(responses, { dissimilarity: "euclidean" });
}

const moments = (net) => Promise.all(Array.from({ length: times }, (_, time) => momentOf(net, time)));
const nets = await read([...controls, "noise-5"].map(path));
const subjects = nets.slice(1, 10);
const region = async (name, time) => ({
  name,
  subjects: await Promise.all(subjects.map((net) => momentOf(net, time))),
});

const study = await layerStudy({
  networks: [
    { name: "control-01", layers: await moments(nets[0]) },
    { name: "noise-5", layers: await moments(nets[10]) },
  ],
  regions: [await region("early", 0), await region("middle", 2), await region("late", 5)],
  comparator: "spearman",
  samples: 500,
  seed: 1,
});

for (const { network, best, hierarchy } of study.profiles) {
  const found = best.map(
    ({ name, depth }, r) =>
      `${study.regions[r]}: ${name} (${depth.lower.toFixed(1)} … ${depth.upper.toFixed(1)})`,
  );
  console.log(`${network}: ${found.join(", ")}`);
  const { value, lower, upper } = hierarchy;
  console.log(
    `  best depth rises by ${value.toFixed(2)} a region (${lower.toFixed(2)} … ${upper.toFixed(2)})`,
  );
}
const page = process.argv[2];
if (page)
  await writeFile(
    page,
    await reportSections([layersSection(study)], { title: "Moments of recurrent networks" }),
  );
