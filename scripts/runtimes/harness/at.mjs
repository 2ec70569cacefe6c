// What a row is given to work with.
import { cpSync, mkdirSync } from "node:fs";
import { run, serve } from "./processes.mjs";
import { probesFile } from "./bits.mjs";
import { tool } from "./tools.mjs";

/**
 * @typedef {object} At
 * @property {string} project - a user's project with the installed package in `node_modules`; shared by all rows
 * @property {string} folder - a folder of this row below it, so that imports find the package; it holds `probes.mjs`
 * @property {string} away - a folder of this row from which the package cannot be reached
 * @property {(name: string) => Promise<string>} tool - folder in which a tool of `tools/` is installed
 * @property {(program: string, words: string[], options?: object) => Promise<{ stdout: string, stderr: string }>} run
 *   runs a program in the row's folder (`cwd` says another) until its end or the row's time limit
 * @property {(program: string, words: string[], options: object) => Promise<object>} serve - starts one that stays
 * @property {AbortSignal} signal - aborts when the row's time is over
 */

/** @returns {At} */
export function atOf({ project, runtime, signal }) {
  const folder = `${project}/${runtime}`;
  const away = `${project}-away/${runtime}`;
  for (const path of [folder, away]) mkdirSync(path, { recursive: true });
  cpSync(probesFile, `${folder}/probes.mjs`);
  return {
    project,
    folder,
    away,
    tool,
    signal,
    run: (program, words, options) => run(program, words, { cwd: folder, signal, ...options }),
    serve: (program, words, options) => serve(program, words, { cwd: folder, signal, ...options }),
  };
}
