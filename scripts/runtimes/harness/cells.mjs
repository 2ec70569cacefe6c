// From rows to cells. A cell is { runtime, feature, result: "yes" | "no" | "skipped", why? }.
import { Absent, Skipped } from "./errors.mjs";

/** Seconds in which what a row has started may close. */
const closing = 30;

/**
 * Tries the features of one row, one after another.
 * @param {import("../rows.mjs").Row} row
 * @param {{ features: string[], at: (signal: AbortSignal) => import("./at.mjs").At, tell: (cell: object) => void }} plan
 * @returns the version of the runtime, the cells, and the features without one
 */
export async function cellsOf(row, { features, at, tell = () => {} }) {
  const cells = [];
  const without = { ...row.without };
  const add = (feature, result, why) => {
    const cell = { runtime: row.runtime, feature, result, ...(why ? { why } : {}) };
    cells.push(cell);
    tell(cell);
  };
  const seconds = row.seconds ?? 120;
  let version = "";
  let started = {};
  try {
    const here = at(new AbortController().signal);
    for (const name of row.tools) await here.tool(name);
    version = await row.versionOf(here);
    started = (await limited(seconds, (signal) => row.start?.(at(signal)))) ?? {};
    for (const feature of features) {
      try {
        const remark = await limited(seconds, (signal) => row.features[feature](at(signal), started));
        add(feature, "yes", remark);
      } catch (error) {
        if (error instanceof Absent) without[feature] = error.message;
        else add(feature, ...resultOf(error));
      }
    }
  } catch (error) {
    // nothing of it could be tried
    for (const feature of features) add(feature, ...resultOf(error));
  } finally {
    // What does not close ends with the run; the cells are known.
    await limited(closing, () => started.close?.()).catch(() => {});
  }
  return { version, cells, without };
}

/** @returns the result and its reason, on one line */
export function resultOf(error) {
  const why = String(error?.message ?? error)
    .replace(/\s+/g, " ")
    .trim();
  return [error instanceof Skipped ? "skipped" : "no", why || "It failed without a message."];
}

/** A row that waits for ever is not waited for. */
async function limited(seconds, work) {
  const controller = new AbortController();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`It took more than ${seconds} s.`);
      reject(error);
      controller.abort(error);
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What was left out is not known to work: only yes is yes. */
export const exitCodeOf = (cells) =>
  cells.length > 0 && cells.every(({ result }) => result === "yes") ? 0 : 1;
