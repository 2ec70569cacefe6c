import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { publishedFiles } from "../../scripts/package/published.mjs";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What is there while `npm pack` has other files in place of the checkout's. */
const packing = join(root, "node_modules/.cache/repgeom-packing.json");

/** A text file of the checkout. */
export function ofCheckout(path: string): string {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0; turn < 200 && existsSync(packing); turn++) Atomics.wait(clock, 0, 0, 50);
  return readFileSync(join(root, path), "utf8");
}

/**
 * A new folder with the package installed, as `npm pack` makes it, and the named packages of the checkout beside it.
 * The checkout is left alone, because other tests read it meanwhile: what `npm pack` would change in it is changed
 * in the package.
 */
export function installed(...beside: readonly string[]): string {
  const app = mkdtempSync(join(tmpdir(), "repgeom-app-"));
  const modules = join(app, "node_modules");
  mkdirSync(modules);
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", app];
  const name = execFileSync("npm", pack, { cwd: root, encoding: "utf8" }).trim();
  execFileSync("tar", ["xzf", join(app, name), "-C", app]);
  renameSync(join(app, "package"), join(modules, "repgeom"));
  for (const [path, text] of Object.entries(publishedFiles(ofCheckout))) {
    writeFileSync(join(modules, "repgeom", path), text);
  }
  for (const one of beside) {
    mkdirSync(dirname(join(modules, one)), { recursive: true });
    symlinkSync(join(root, "node_modules", one), join(modules, one));
  }
  writeFileSync(join(app, "package.json"), '{ "type": "module" }\n');
  return app;
}
