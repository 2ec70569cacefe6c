// The trained networks: their responses, and a table of what they are.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseLabels, read } from "repgeom";

const pathOf = (name) => fileURLToPath(new URL(`data/${name}`, import.meta.url));

/** Ways to compare two layers of networks that are distances. */
export const distances = [
  { name: "Procrustes", spec: { metric: "procrustes" } },
  { name: "partly whitened (alpha 0.8)", spec: { metric: "procrustes", alpha: 0.8 } },
  { name: "CCA (alpha 0)", spec: { metric: "procrustes", alpha: 0 } },
  { name: "angular CKA", spec: { metric: "cka", ground: "angular" } },
];

/**
 * @returns `final` (final hidden layers, stimuli × units), `layers` and `moved` (the last layer with positions, of the
 *   same pictures where they are and two pixels away), and `table`, a row for each of `final`
 */
export async function readNetworks(control) {
  const [final, layers, moved] = await Promise.all([
    readNamed("final.npz", { normalize: "frobenius" }, control),
    readNamed("layers.npz", { layout: "nchw" }, control),
    readNamed("moved.npz", { layout: "nchw" }, control),
  ]);
  return { final, layers, moved, table: await readTable(final) };
}

/** With the names of the arrays alone. */
async function readNamed(file, options, { signal }) {
  const all = await read([pathOf(file)], options, { signal });
  return all.map((one) => ({ ...one, name: one.name.split(":").at(-1) }));
}

async function readTable(networks) {
  const { columns, rows } = parseLabels(await readFile(pathOf("networks.csv")), "networks.csv");
  const numbers = ["depth", "width", "seed", "parameters", "training_accuracy", "accuracy"];
  const byName = new Map(rows.map((row) => [row[0], row]));
  return networks.map(({ name }) => {
    const row = byName.get(name);
    const cells = columns.map((column, k) => [column, numbers.includes(column) ? Number(row[k]) : row[k]]);
    return withCell(Object.fromEntries(cells));
  });
}

/** A configuration: networks of one differ in regularisation and seed alone. */
function withCell(row) {
  return { ...row, configuration: `${row.architecture}-${row.depth}-${row.width}` };
}
