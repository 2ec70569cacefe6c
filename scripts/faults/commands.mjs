// Every command with inputs for a second of work.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { writeNpy } from "repgeom";
import { createRandom } from "../../dist/src/base/random.js";
import { main, start } from "./child.mjs";

/** Writes the inputs into a new folder. */
export function makeInputs() {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-faults-"));
  const random = createRandom(1);
  const write = (name, shape, value) => {
    const data = Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, k) => value(k));
    writeFileSync(join(folder, name), writeNpy(shape, data));
    return join(folder, name);
  };
  const normal = () => random.normal();
  const many = (count, name, shape) =>
    Array.from({ length: count }, (_, k) => write(`${name}-${k}.npy`, shape, normal));
  const files = {
    nets: many(8, "net", [120, 60]),
    subjects: many(5, "subject", [100, 100]),
    rdms: many(8, "rdm", [780]), // 40 stimuli
    long: write("long.npy", [400, 20], normal),
    repeats: write("repeats.npy", [120, 2, 40], normal),
    edges: write("edges.npy", [59, 2], (k) => Math.floor(k / 2) + (k % 2)),
    distances: write("D.npy", [200, 200], onLine(200)),
    squares: ["a", "b", "c"].map((name) => write(`D-${name}.npy`, [60, 60], onLine(60))),
    table: join(folder, "table.csv"),
    cache: join(folder, "cache"),
    checkpoint: join(folder, "checkpoint"),
  };
  const rows = Array.from({ length: 200 }, (_, k) => `${k},${Math.sin(k)}`);
  mkdirSync(files.cache);
  writeFileSync(join(files.cache, "repgeom-cache.json"), JSON.stringify({ format: 1 }));
  writeFileSync(files.table, ["name,depth", ...rows].join("\n"));
  const begun = ["pairwise", ...files.nets, "--metric", "cka", "--checkpoint", files.checkpoint];
  spawnSync(process.execPath, [main, ...begun], { stdio: "ignore" });
  return { folder, files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Distances between points on a line that bends. */
function onLine(n) {
  const at = (i) => [i, 40 * Math.sin(i * 1.7), 30 * Math.cos(i * i)];
  return (k) => Math.hypot(...at(Math.floor(k / n)).map((value, axis) => value - at(k % n)[axis]));
}

/** The words of each command; `out` is a folder that is empty and there. */
export function commandsFor(
  { nets, subjects, rdms, long, repeats, edges, distances, squares, table, cache, checkpoint },
  out,
) {
  const to = (name) => ["--out", join(out, name)];
  const report = ["--report", join(out, "report.html")];
  const procrustes = ["--metric", "procrustes"];
  return {
    inspect: [...nets, long, repeats],
    compare: [nets[0], nets[1], ...procrustes],
    pairwise: [...nets, ...procrustes, ...to("D.npy"), ...report],
    cross: [...nets.slice(0, 4), "--against", ...nets.slice(4), "--metric", "cka", ...to("C.csv")],
    rdm: [long, "--square", ...to("rdm.csv")],
    "compare-rdms": [rdms[0], rdms[1], "--comparator", "kendall-tau-a", ...to("S.json")],
    "compare-metrics": [...squares, "--mantel", "3000", ...to("M.npy")],
    fuse: [...squares, ...to("F.npy"), ...report],
    consensus: [...squares, "--method", "indscal", "--restarts", "20", ...to("consensus.npy"), ...report],
    explain: [nets[0], nets[1], ...procrustes, ...to("shares.csv"), ...report],
    gradient: [nets[0], nets[1], ...procrustes, ...to("G.npy")],
    align: [nets[0], nets[1], ...procrustes, ...to("aligned")],
    embed: [distances, "--method", "smacof", ...to("E.npy"), ...report],
    cluster: [
      distances,
      "--method",
      "k-medoids",
      "--clusters",
      "12",
      "--restarts",
      "30",
      ...to("labels.csv"),
    ],
    neighbors: [nets[0], "--among", ...nets.slice(1), ...procrustes, "--k", "3"],
    barycenter: [...nets.slice(0, 5), "--group", "orthogonal", ...to("mean.npy")],
    kmeans: [...nets.slice(0, 5), "--clusters", "2", ...to("clusters.csv")],
    tangent: [...nets.slice(0, 5), ...to("coordinates.csv")],
    mantel: [distances, distances, "--permutations", "2000", ...to("mantel.json")],
    predict: [
      distances,
      "--covariates",
      table,
      "--column",
      "depth",
      "--permutations",
      "2000",
      ...to("P.json"),
    ],
    isc: [...subjects, "--null", "phase-shift", "--samples", "100", ...to("isc.npy")],
    rsa: [
      "--data",
      ...rdms.slice(0, 6),
      "--models",
      ...rdms.slice(6),
      "--bootstrap",
      "stimuli",
      ...to("rsa.json"),
    ],
    describe: [nets[0], nets[1], "--samples", "2000", ...to("describe.json")],
    reliability: [repeats, "--permutations", "20000", ...to("reliability.json")],
    predictivity: [nets[0], nets[1], "--target", repeats, "--banded", ...to("P.csv")],
    searchlight: [
      nets[0],
      "--neighbors",
      edges,
      "--radius",
      "9",
      "--dissimilarity",
      "cityblock",
      ...to("S.npy"),
    ],
    "map-test": [...nets.slice(0, 1), "--samples", "20000", ...to("T.npy")],
    layers: ["--layers", `net=${nets[0]}`, nets[1], "--region", `V1=${nets[2]}`, nets[3], ...to("L.csv")],
    srm: [...nets.slice(0, 5), "--features", "20", ...to("shared")],
    cache: [cache, "--json"],
    status: [checkpoint],
    merge: [checkpoint, ...to("D.npy"), ...report],
    "check-metric": ["procrustes", "--stimuli", "60"],
    cite: ["--metric", "cka,rsa", "--study", "isc"],
    metrics: [],
  };
}

/** What runs until a signal comes, which is no fault: `test/studies/studio` and `test/studies/serve` ask that of them. */
const lasting = new Set(["studio", "serve"]);
/** What needs a Redis server: `test/queue` kills and interrupts it. */
const queued = new Set(["coordinate", "work"]);

/** Names of all commands that end by themselves, from the help of the program. */
export async function knownCommands() {
  const { stdout } = await start(["--help"]).ended;
  const [, list] = stdout.split("Commands:\n");
  return list
    .split("\n")
    .flatMap((line) => /^ {2}([a-z][a-z-]*) /.exec(line)?.[1] ?? [])
    .filter((name) => name !== "help" && !lasting.has(name) && !queued.has(name));
}

let folders = 0;

/** A new empty folder for outputs. */
export function emptyFolder(given) {
  const folder = join(given.folder, `out-${folders++}`);
  mkdirSync(folder);
  return folder;
}

const known = new Map();

/** Runs each command undisturbed, once. @returns its time and its files by command */
export async function undisturbed(given, chosen) {
  const found = {};
  for (const name of chosen) {
    if (!known.has(name)) known.set(name, await once(name, given));
    found[name] = known.get(name);
  }
  return found;
}

async function once(name, given) {
  const out = emptyFolder(given);
  const { code, ms, stderr } = await start([name, ...commandsFor(given.files, out)[name]]).ended;
  if (code !== 0) throw new Error(`${name} fails undisturbed, with ${code}: ${stderr}`);
  return { ms, files: contentsOf(out) };
}

/** Every file below a folder by its path there. */
export function contentsOf(folder) {
  const paths = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  const files = paths.filter((path) => statSync(path).isFile());
  return new Map(files.map((path) => [relative(folder, path), readFileSync(path)]));
}

/** What is wrong with the files that a disturbed command left; undefined if each is whole, or absent. */
export function faultIn(out, expected, stale = () => false) {
  for (const [path, content] of contentsOf(out)) {
    if (stale(path)) continue;
    const whole = expected.get(path);
    if (!whole) return `left ${path}`;
    if (!whole.equals(content)) return `left half of ${path}: ${content.length} of ${whole.length} bytes`;
  }
  return undefined;
}
