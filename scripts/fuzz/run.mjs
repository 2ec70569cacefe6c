/**
 * Reads damaged files, `npm run fuzz`: 100,000 mutants a reader, or `-- --mutants 2000 --seed 1 npy csv`.
 * A crash is an error of another class than the reader's contract; it ends with code 1, as do a mutant
 * that takes more than a second, and an allocation beyond the limit that the reader was given.
 */
import { parseArgs } from "node:util";
import { generator, mutate, pick } from "./mutate.mjs";
import { watchAllocations } from "./allocations.mjs";
import { maxMemory, readers } from "./readers.mjs";

/** A machine may be busy, so a mutant is slow if it is so twice. */
const slowest = 1000;

const { values, positionals } = parseArgs({
  options: { mutants: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !Object.hasOwn(readers, name));
if (unknown) throw new Error(`There is no reader ${unknown}; there are ${Object.keys(readers).join(", ")}.`);

const allocations = watchAllocations();
const chosen = positionals.length > 0 ? positionals : Object.keys(readers);
const faults = [];
const rows = [["reader", "mutants", "read", "refused", "crashes", "slowest ms", "largest allocation"]];
for (const name of chosen) rows.push(await fuzz(name, readers[name]));
printTable(rows);
for (const fault of faults.slice(0, 20)) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

async function fuzz(name, reader) {
  const random = generator(Number(values.seed));
  const count = Number(values.mutants);
  const found = { read: 0, refused: 0, crashes: 0, slow: 0, largest: 0 };
  for (const seed of reader.seeds) await reader.parse(seed); // a seed that is refused tests nothing
  for (let index = 0; index < count; index++) {
    const bytes = mutantOf(reader, random);
    const { error, time, largest } = await attempt(reader, bytes);
    found.slow = Math.max(found.slow, time);
    found.largest = Math.max(found.largest, largest);
    const about = `${name}, mutant ${index} of seed ${values.seed}`;
    if (!error) found.read++;
    else if (["FormatError", "MemoryError", ...(reader.errors ?? [])].includes(error.name)) found.refused++;
    else {
      found.crashes++;
      faults.push(
        `${about}: ${error.stack ?? error}\n${Buffer.from(bytes.slice(0, 600)).toString("base64")}`,
      );
    }
    if (time > slowest && (await attempt(reader, bytes)).time > slowest)
      faults.push(`${about}: ${Math.round(time)} ms`);
    if (largest > maxMemory) faults.push(`${about}: ${largest} bytes allocated, ${maxMemory} allowed`);
  }
  // One library in one memory reads all: damaged files must not have broken it.
  if (reader.isLasting) for (const seed of reader.seeds) await reader.parse(seed);
  return [name, count, found.read, found.refused, found.crashes, found.slow.toFixed(1), found.largest];
}

function mutantOf(reader, random) {
  if (reader.deep && random(2) === 0) return reader.deep(random);
  return mutate(pick(reader.seeds, random), pick(reader.seeds, random), random);
}

async function attempt(reader, bytes) {
  allocations.forget();
  const started = performance.now();
  let error;
  try {
    await reader.parse(bytes);
  } catch (thrown) {
    error = thrown ?? new Error("nothing was thrown");
  }
  return { error, time: performance.now() - started, largest: allocations.largest() };
}

function printTable(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => String(row[column]).length)));
  for (const row of table)
    console.log(
      row.map((cell, k) => (k === 0 ? cell.padEnd(widths[0]) : String(cell).padStart(widths[k]))).join("  "),
    );
}
