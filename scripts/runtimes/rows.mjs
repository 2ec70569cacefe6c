// The rows of the matrix: one line a runtime, in the order of the table.
import { chromium, firefox } from "./rows/browsers.mjs";
import { bun } from "./rows/bun.mjs";
import { esbuild, parcel, rollup, vite5, vite8, webpack } from "./rows/bundlers.mjs";
import { deno } from "./rows/deno.mjs";
import { node20, node22, node24, node26 } from "./rows/node.mjs";
import { nextRow } from "./rows/next.mjs";
import { crossOrigin, page } from "./rows/pages.mjs";
import { workerd } from "./rows/workerd.mjs";

/**
 * @typedef {object} Row One runtime or tool of the matrix.
 * @property {string} runtime - its name on the command line and in `--json`
 * @property {string} title - its name in the docs; `versionOf` adds which
 * @property {string[]} tools - folders of `tools/` that it needs; they are installed before it starts
 * @property {(at: At) => Promise<string> | string} versionOf - e.g. "2.9.6"
 * @property {(at: At) => Promise<object>} [start] - what its features share, e.g. a server or a browser. It is given to
 *   each of them, and its `close()` is called at the end
 * @property {Record<string, (at: At, started: object) => Promise<string | void>>} features - what is tried. A feature
 *   that returns is "yes", and a text that it returns is a remark; one that throws `Skipped` is "skipped", `Absent`
 *   has no cell; any other error is "no", with its message as the reason
 * @property {Record<string, string>} [without] - features that do not apply, and why. They have no cell
 * @property {string[]} [small] - its features in `--small`; without it the row is left out there
 * @property {number} [seconds] - limit of one feature; 120 without it
 *
 * @typedef {import("./harness/at.mjs").At} At
 */

/** @type {Row[]} */
export const rows = [
  node20,
  node22,
  node24,
  node26,
  deno,
  bun,
  workerd,
  chromium,
  firefox,
  vite5,
  vite8,
  webpack,
  esbuild,
  rollup,
  parcel,
  nextRow,
  page,
  crossOrigin,
];
