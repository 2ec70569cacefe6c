// allen.mjs, on a made-up session file of the layout that those of the Allen Brain Observatory have.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { File as Hdf5, ready } from "h5wasm/node";
import { read } from "repgeom";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../support/repgeom.ts";
import { root } from "../folders.ts";

const folder = temporaryFolder();
const areas = ["VISp", "VISl", "VISrl", "VISal", "VISpm", "VISam", "CA1"];
const perArea = 16;
/** Scenes in the order in which they were shown; −1 is a grey screen. */
const frames = [2, 0, -1, 1, 0, 2, 1];
const starts = frames.map((_, k) => 10 + k / 2);

/** Unit u fires u + frame times in each presentation of a scene, the last time at its stop, which does not count. */
function spikesOf(unit: number): number[] {
  return frames.flatMap((frame, k) => {
    const count = unit + frame;
    return Array.from({ length: count + 1 }, (_, s) => starts[k]! + (0.25 * s) / Math.max(1, count));
  });
}

function writeSession(path: string, present: readonly string[]): void {
  const file = new Hdf5(path, "w");
  const units = present.flatMap((area) => Array.from({ length: perArea }, () => area));
  const put = (group: string, columns: Record<string, readonly number[] | readonly string[]>) => {
    let at: Pick<Hdf5, "create_group" | "create_dataset"> = file;
    for (const name of group.split("/")) at = at.create_group(name);
    for (const [name, data] of Object.entries(columns))
      at.create_dataset({ name, data: [...data] as number[] });
  };
  const ids = units.map((_, k) => 850_000 + k);
  const spikes = units.map((_, unit) => spikesOf(unit));
  let end = 0;
  put("intervals/natural_scenes_presentations", {
    frame: frames,
    start_time: starts,
    stop_time: starts.map((start) => start + 0.25),
  });
  put("general/extracellular_ephys/electrodes", { id: ids, location: units });
  put("units", {
    peak_channel_id: ids,
    presence_ratio: units.map((_, unit) => (unit === 3 ? 0.5 : 1)),
    spike_times: spikes.flat(),
    spike_times_index: spikes.map((own) => (end += own.length)),
  });
  file.close();
}

it("counts spikes of good units by area, and leaves sessions without all areas out", async () => {
  await ready;
  writeSession(join(folder, "session_1.nwb"), areas);
  writeSession(join(folder, "session_2.nwb"), areas.slice(0, 4));
  const script = join(root, "examples/studies/shape-space/allen.mjs");
  const out = join(folder, "areas");
  const paths = [1, 2].map((k) => join(folder, `session_${k}.nwb`));
  const said = execFileSync(process.execPath, [script, out, ...paths], { encoding: "utf8" });
  expect(said).toContain("session_2: fewer than 15 units of VISpm, VISam; left out");
  const table = readFileSync(join(out, "table.csv"), "utf8").trim().split("\n");
  expect(table).toHaveLength(7);
  expect(table.slice(0, 3)).toEqual([
    "name,session,area,hierarchy,units",
    "session_1-VISp,session_1,VISp,1,15",
    "session_1-VISl,session_1,VISl,2,16",
  ]);
  const [second] = await read([join(out, "session_1-VISl.npy")]);
  expect(second!.shape).toEqual([3, 16]);
  // Scene by scene, unit 16 first; the unit with a low presence ratio was in the area before.
  expect([...second!.data.subarray(0, 3)]).toEqual([16, 17, 18]);
  expect([...second!.data.subarray(16, 19)]).toEqual([17, 18, 19]);
});
