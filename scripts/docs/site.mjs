// npm run docs                               serves the site, and shows each edit at once
// npm run docs:build                         docs/.vitepress/dist: static files
// npm run docs:build -- --base /repgeom/     for a folder of a server; the base ends with a slash
// npm run docs:build -- --into site          site/0.1.0/, beside the versions that are there; the base is then the one of `site`
//
// The documentation has dependencies of its own, which are installed when they are missing or out of date.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { networksOfSite } from "./data.mjs";
import { addVersion } from "./versions.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

const help = "usage: site.mjs serve | build [--base /path/] [--into folder] [--no-api]";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { base: { type: "string" }, into: { type: "string" }, "no-api": { type: "boolean" } },
});
const [task] = positionals;
if (!["serve", "build"].includes(task)) throw new Error(help);
const base = values.base ?? "/";
if (!/^\/(.*\/)?$/.test(base))
  throw new Error(`--base: expected a path that begins and ends with "/", got "${base}".`);

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

function run(program, words, options) {
  execFileSync(program, words, { stdio: "inherit", ...options });
}

/** Runs `make` where its inputs are not those of its last run. */
function once(stamp, inputs, output, make) {
  const found = inputs
    .map((path) => readFileSync(path))
    .reduce((hash, bytes) => hash.update(bytes), createHash("sha256"));
  const text = found.digest("hex");
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, "utf8") === text) return;
  make();
  writeFileSync(stamp, text);
}

function install() {
  once("docs/node_modules/.repgeom-lock", ["docs/package-lock.json"], "docs/node_modules/vitepress", () =>
    run(process.platform === "win32" ? "npm.cmd" : "npm", [
      "ci",
      "--prefix",
      "docs",
      "--no-audit",
      "--no-fund",
    ]),
  );
}

/** What live examples load: the library for pages, its charts, and some networks. */
function fillPublic() {
  const to = "docs/public";
  for (const name of ["repgeom", "charts", "data"]) rmSync(join(to, name), { recursive: true, force: true });
  cpSync("dist/browser", join(to, "repgeom"), { recursive: true });
  cpSync("dist/charts", join(to, "charts"), { recursive: true });
  mkdirSync(join(to, "data"), { recursive: true });
  for (const [name, from] of Object.entries(networksOfSite))
    cpSync(join("examples/rnn-dms", from), join(to, "data", name));
}

function makeApi() {
  const inputs = readdirSync("dist/.stamps")
    .filter((name) => name === "library")
    .map((name) => `dist/.stamps/${name}`);
  once("docs/node_modules/.repgeom-api", [...inputs, "docs/typedoc.json"], "docs/api", () => {
    console.error("docs: the API");
    run(process.execPath, ["node_modules/typedoc/bin/typedoc", "--options", "typedoc.json"], { cwd: "docs" });
  });
}

run(process.execPath, ["scripts/build.mjs"]);
install();
fillPublic();
if (!values["no-api"]) makeApi();
const own = values.into === undefined ? base : `${base}${version}/`;
const env = { ...process.env, ...(values.into !== undefined && { REPGEOM_DOCS_VERSIONS: base }) };
const vitepress = (...words) =>
  run(process.execPath, ["docs/node_modules/vitepress/bin/vitepress.js", ...words, "docs", "--base", own], {
    env,
  });
if (task === "serve") vitepress("dev");
else {
  vitepress("build");
  if (values.into !== undefined) addVersion("docs/.vitepress/dist", values.into, version);
}
