// Apps of five lines, built by each bundler without configuration of it, and opened in both browsers.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { binaryIn } from "../harness/platforms.mjs";
import { versionIn } from "../harness/tools.mjs";
import { addFiles, layApp, siteFeatures, startSite, toolsOf } from "../web/site.mjs";
import { devFeature } from "../web/dev.mjs";

const browsers = ["chromium", "firefox"];

/** Runs a program of a tool that is JavaScript, with this Node. */
const node = async (at, tool, program, words) =>
  at.run(process.execPath, [`${await at.tool(tool)}/node_modules/${program}`, ...words]);

/**
 * @param {string} runtime - also the name of its folder in `tools/`
 * @param {string} pack - the package that has its version
 * @param {(at: object) => Promise<void>} build - makes the folder `dist`, with `index.html` in it
 */
function bundlerRow(runtime, { title, pack = runtime, build, line, features = {} }) {
  const make = async (at) => {
    layApp(at);
    if (line) addLine(at, line);
    await build(at);
    addFiles(`${at.folder}/dist`);
    return `${at.folder}/dist`;
  };
  return {
    runtime,
    title,
    tools: [runtime, ...toolsOf(browsers)],
    versionOf: async (at) => versionIn(await at.tool(runtime), pack),
    start: (at) => startSite(at, browsers, make),
    features: { build: async (_at, site) => void (await site.folder()), ...siteFeatures(), ...features },
  };
}

/** Writes a line of configuration that the docs name into the app's package.json. */
function addLine({ folder }, line) {
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(line)}\n`);
}

function viteRow(runtime) {
  return bundlerRow(runtime, {
    title: "Vite",
    pack: "vite",
    build: (at) => node(at, runtime, "vite/bin/vite.js", ["build", "--logLevel=warn"]),
    features: devFeature(runtime),
  });
}

/** Bundlers that do not begin with a page get one whose script has the name of the entry. */
const addPage = (at) => copyFileSync(`${at.folder}/index.html`, `${at.folder}/dist/index.html`);

export const [vite5, vite8] = ["vite5", "vite8"].map(viteRow);

export const webpack = bundlerRow("webpack", {
  title: "webpack",
  async build(at) {
    const words = ["--mode=production", "--entry=./main.js", "--stats=errors-only"];
    await node(at, "webpack", "webpack-cli/bin/cli.js", words);
    addPage(at);
  },
});

export const esbuild = bundlerRow("esbuild", {
  title: "esbuild",
  async build(at) {
    const packages = `${await at.tool("esbuild")}/node_modules/@esbuild`;
    const program = binaryIn(packages, ["bin/esbuild", "esbuild.exe"]);
    const words = ["main.js", "--bundle", "--format=esm", "--splitting", "--outdir=dist", "--minify"];
    await at.run(program, words);
    addPage(at);
  },
});

export const rollup = bundlerRow("rollup", {
  title: "Rollup",
  async build(at) {
    // A plugin is found from the folder of the app, or by its path.
    const plugin = `${await at.tool("rollup")}/node_modules/@rollup/plugin-node-resolve/dist/es/index.js`;
    await node(at, "rollup", "rollup/dist/bin/rollup", ["main.js", "-d", "dist", "-f", "es", "-p", plugin]);
    addPage(at);
  },
});

export const parcel = bundlerRow("parcel", {
  title: "Parcel",
  line: { "@parcel/resolver-default": { packageExports: true } },
  build: (at) => node(at, "parcel", "parcel/lib/bin.js", ["build", "index.html", "--no-cache"]),
});
