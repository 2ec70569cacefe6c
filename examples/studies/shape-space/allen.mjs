// Responses of visual areas from session files of the Allen Brain Observatory (Visual Coding, Neuropixels), for the
// biological half with measured data. Needs h5wasm, which `npm ci` installs.
//
//   node examples/studies/shape-space/allen.mjs areas/ session_*.nwb
//
// Writes areas/SESSION-AREA.npy, natural scenes × units (mean spikes in a presentation), and areas/table.csv. Sessions that
// do not have all areas are left out: then a test can exchange areas as a whole.
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ready, File } from "h5wasm/node";
import { writeNpy } from "repgeom";

/** Mouse visual areas, from low to high in the order of Siegle et al., Nature 592, 2021. */
export const areas = ["VISp", "VISl", "VISrl", "VISal", "VISpm", "VISam"];
const fewest = 15; // units of an area
/** What AllenSDK takes for good units. */
const good = {
  isi_violations: (value) => value < 0.5,
  amplitude_cutoff: (value) => value < 0.1,
  presence_ratio: (value) => value > 0.95,
};
const shown = "intervals/natural_scenes_presentations";

/** Mean counts of good units of each area, by area. */
function countsOf(file) {
  const column = (path) => file.get(path)?.value;
  const { starts, stops, scenes } = presentations(column);
  const areaOf = unitAreas(column);
  const ends = Array.from(column("units/spike_times_index"), Number);
  const found = Object.fromEntries(areas.map((area) => [area, []]));
  for (const [unit, end] of ends.entries()) {
    if (!areas.includes(areaOf[unit])) continue;
    const times = file.get("units/spike_times").slice([[ends[unit - 1] ?? 0, end]]);
    const means = scenes.map((trials) => {
      const counts = trials.map((k) => firstFrom(times, stops[k]) - firstFrom(times, starts[k]));
      return counts.reduce((sum, count) => sum + count, 0) / trials.length;
    });
    found[areaOf[unit]].push(means);
  }
  return found;
}

/** Presentations of each scene, in the order of its number; a grey screen has number −1. */
function presentations(column) {
  const frames = Array.from(column(`${shown}/frame`), Number);
  const numbers = [...new Set(frames)].filter((frame) => frame >= 0).sort((a, b) => a - b);
  const scenes = numbers.map((number) => frames.flatMap((frame, k) => (frame === number ? [k] : [])));
  return { starts: column(`${shown}/start_time`), stops: column(`${shown}/stop_time`), scenes };
}

/** The area of each good unit: that of the channel where it is largest. */
function unitAreas(column) {
  const electrodes = "general/extracellular_ephys/electrodes";
  const locations = column(`${electrodes}/location`);
  const areaOf = new Map(Array.from(column(`${electrodes}/id`), (id, k) => [Number(id), locations[k]]));
  const tests = Object.entries(good).map(([name, test]) => ({ values: column(`units/${name}`), test }));
  return Array.from(column("units/peak_channel_id"), (channel, unit) =>
    tests.every(({ values, test }) => !values || test(values[unit]))
      ? areaOf.get(Number(channel))
      : undefined,
  );
}

/** How many of rising times come before a moment. */
function firstFrom(times, moment) {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Units as columns. */
function arrayOf(units) {
  const [rows, cols] = [units[0].length, units.length];
  return writeNpy(
    [rows, cols],
    Float64Array.from({ length: rows * cols }, (_, k) => units[k % cols][Math.floor(k / cols)]),
  );
}

await ready;
const [folder, ...paths] = process.argv.slice(2);
if (paths.length === 0) throw new Error("node allen.mjs FOLDER session_*.nwb");
mkdirSync(folder, { recursive: true });
const rows = ["name,session,area,hierarchy,units"];
for (const path of paths) {
  const session = basename(path, ".nwb");
  const file = new File(path, "r");
  const found = countsOf(file);
  file.close();
  const missing = areas.filter((area) => found[area].length < fewest);
  if (missing.length > 0) {
    console.log(`${session}: fewer than ${fewest} units of ${missing.join(", ")}; left out`);
    continue;
  }
  for (const [k, area] of areas.entries()) {
    writeFileSync(join(folder, `${session}-${area}.npy`), arrayOf(found[area]));
    rows.push([`${session}-${area}`, session, area, k + 1, found[area].length].join(","));
  }
  console.log(`${session}: ${areas.map((area) => `${area} ${found[area].length}`).join(", ")} units`);
}
writeFileSync(join(folder, "table.csv"), `${rows.join("\n")}\n`);
