/** The site, built with the dependencies of its own, where they are here or the registry answers. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { missing, reason } from "../report/browser.ts";
import { root } from "./pages.ts";

function registryAnswers(): boolean {
  const words = ["ping", "--fetch-timeout=15000", "--fetch-retries=0"];
  return spawnSync("npm", words, { timeout: 30_000 }).status === 0;
}

/** Why the site cannot be tested here; undefined if it can. */
export function whyNot(): string | undefined {
  if (missing) return reason;
  if (existsSync(join(root, "docs/node_modules/vitepress")) || registryAnswers()) return undefined;
  return "the site has dependencies of its own, and the registry does not answer";
}

/** Where the built site is. */
export const built = join(root, "docs/.vitepress/dist");

/** Builds the site without the API, for a folder of a server. */
export function build(base: string): void {
  const words = ["scripts/docs/site.mjs", "build", "--no-api", "--base", base];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`The site cannot be built.\n${stdout}${stderr}`);
}

/** Makes the API of some entries into a folder. @returns what typedoc says of errors */
export function makeApi(out: string): string {
  const words = ["node_modules/typedoc/bin/typedoc", "--options", "typedoc.json", "--out", out];
  const { stderr, stdout } = spawnSync(process.execPath, words, {
    cwd: join(root, "docs"),
    encoding: "utf8",
  });
  return stdout + stderr;
}
