// What a page tells of the library in it. It is part of the page, and no bundler needs anything for it.

const table = "1.5,2\n3,4\n5,-6e3\n";

/**
 * Runs the parts one after another: those that fail are `{ failed }`.
 * @param repgeom - the library's names
 * @param probes - the names of probes.mjs
 * @param options - of the engine
 * @returns what came of them, as plain data; `answered` is the number of workers that sent something
 */
export async function tell(repgeom, { runProbes, poolJob }, options = {}) {
  const threads = watchWorkers();
  const warnings = watchWarnings();
  const start = () => repgeom.createEngine({ deterministic: true, threads: 2, ...options });
  const engine = await attempt(start);
  if (engine.failed)
    return { engine, probes: engine, pool: engine, read: engine, warnings, ...threads.used() };
  const probes = await attempt(() => runProbes(repgeom, engine));
  threads.forget(); // only those of the job count
  const pool = await attempt(() => poolJob(repgeom, engine));
  const used = threads.used();
  const read = await attempt(() => readBoth(repgeom));
  engine.close();
  return { probes, pool, read, warnings, ...used };
}

/** A file that a person chose, and an address. */
async function readBoth({ read }) {
  const found = await read([new File([table], "chosen.csv"), new URL("table.csv", location.href)]);
  return found.map(({ name, shape, data }) => ({ name, shape, data: [...data] }));
}

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    return { failed: `${error}` };
  }
}

/** Counts the workers that answer, and sees whether they share memory with this thread. */
function watchWorkers() {
  const answered = new Set();
  let shared = false;
  globalThis.Worker &&= class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        answered.add(this);
        shared ||= hasShared(data);
      });
    }
  };
  const isolated = globalThis.crossOriginIsolated;
  return { forget: () => answered.clear(), used: () => ({ answered: answered.size, shared, isolated }) };
}

function hasShared(value, depth = 0) {
  if (typeof value !== "object" || value === null || depth > 5) return false;
  if (ArrayBuffer.isView(value)) return hasShared(value.buffer, depth);
  if (typeof SharedArrayBuffer === "function" && value instanceof SharedArrayBuffer) return true;
  return Object.values(value).some((inner) => hasShared(inner, depth + 1));
}

function watchWarnings() {
  const warnings = [];
  const { warn } = console;
  console.warn = (...given) => {
    warnings.push(given.join(" "));
    warn.apply(console, given);
  };
  return warnings;
}
