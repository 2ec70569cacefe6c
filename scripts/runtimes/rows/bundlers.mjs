// Apps of five lines, built by each bundler without configuration of it, and opened in both browsers.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { binaryIn } from "../harness/platforms.mjs";
import { versionIn } from "../harness/tools.mjs";
import { devFeature } from "../web/dev.mjs";
import { bothRead, expectEach, oneWarning, sameBits } from "../web/expected.mjs";
import { addFiles, layApp, openAll, siteFeatures, startSite, toolsOf, underPolicy } from "../web/site.mjs";
import { policies } from "../web/policies.mjs";

const browsers = ["chromium", "firefox"];

/** Seconds of a build on a busy machine. */
const seconds = 240;

/** Runs a program of a tool that is JavaScript, with this Node. */
const node = async (at, tool, program, words, cwd) =>
  at.run(process.execPath, [`${await at.tool(tool)}/node_modules/${program}`, ...words], { cwd, seconds });

/**
 * @param {string} runtime - also the name of its folder in `tools/`
 * @param {object} how
 * @param {string} how.title
 * @param {string} [how.pack] - the package that has its version
 * @param {(at: object, folder: string) => Promise<void>} how.build - makes `dist` in a folder, with `index.html` in it
 * @param {string} [how.options] - of the app's engine, as code
 * @param {object} [how.features] - more of them
 */
function bundlerRow(runtime, { title, pack = runtime, build, options, features = {} }) {
  return {
    runtime,
    title,
    tools: [runtime, ...toolsOf(browsers)],
    versionOf: async (at) => versionIn(await at.tool(runtime), pack),
    start: (at) => startSite(at, browsers, (at) => built(at, build, { options })),
    features: { build: async (_at, site) => void (await site.folder()), ...siteFeatures(), ...features },
    seconds,
  };
}

/** @returns the folder to serve */
async function built(at, build, app) {
  const folder = layApp(at, app);
  await build(at, folder);
  addFiles(`${folder}/dist`);
  return `${folder}/dist`;
}

/** What a bundler makes of an app without the lines that its section in the docs names. */
const bareFeature = (build) => ({
  async bare(at, { browsers }) {
    const folder = await built(at, build, { name: "bare" });
    expectEach(await openAll(browsers, folder, {}), sameBits, bothRead, oneWarning);
    return "computes on the calling thread";
  },
});

function viteRow(runtime) {
  return bundlerRow(runtime, {
    title: "Vite",
    pack: "vite",
    build: (at, cwd) => node(at, runtime, "vite/bin/vite.js", ["build", "--logLevel=warn"], cwd),
    features: devFeature(runtime),
  });
}

/** Bundlers that do not begin with a page get one whose script has the name of the entry. */
const addPage = (folder) => copyFileSync(`${folder}/index.html`, `${folder}/dist/index.html`);

export const [vite5, vite8] = ["vite5", "vite8"].map(viteRow);

export const webpack = bundlerRow("webpack", {
  title: "webpack",
  async build(at, folder) {
    const words = ["--mode=production", "--entry=./main.js", "--stats=errors-only"];
    await node(at, "webpack", "webpack-cli/bin/cli.js", words, folder);
    addPage(folder);
  },
});

/** Where a worker is an entry of its own, the app says where it lies. */
const workerEntry = "worker=repgeom/worker";
const workerBeside = '{ worker: new URL("./worker.js", import.meta.url) }';

const withEsbuild = (entries) => async (at, folder) => {
  const packages = `${await at.tool("esbuild")}/node_modules/@esbuild`;
  const program = binaryIn(packages, ["bin/esbuild", "esbuild.exe"]);
  const words = ["--bundle", "--format=esm", "--splitting", "--outdir=dist", "--minify"];
  await at.run(program, [...entries, ...words], { cwd: folder });
  addPage(folder);
};

export const esbuild = bundlerRow("esbuild", {
  title: "esbuild",
  build: withEsbuild(["main.js", workerEntry]),
  options: workerBeside,
  features: bareFeature(withEsbuild(["main.js"])),
});

const withRollup = (entries) => async (at, folder) => {
  // The name of a plugin is looked for from the app; a path leads to where this matrix keeps it.
  const plugin = `${await at.tool("rollup")}/node_modules/@rollup/plugin-node-resolve/dist/es/index.js`;
  await node(at, "rollup", "rollup/dist/bin/rollup", [...entries, "-d=dist", "-f=es", "-p", plugin], folder);
  addPage(folder);
};

export const rollup = bundlerRow("rollup", {
  title: "Rollup",
  build: withRollup(["main.js", workerEntry]),
  options: workerBeside,
  features: bareFeature(withRollup(["main.js"])),
});

/** Parcel looks into `exports` and `imports` of packages only where the app's package.json says so. */
const parcelLine = { "@parcel/resolver-default": { packageExports: true } };

export const parcel = bundlerRow("parcel", {
  title: "Parcel",
  async build(at, folder) {
    writeFileSync(`${folder}/package.json`, `${JSON.stringify(parcelLine)}\n`);
    writeFileSync(`${folder}/package-lock.json`, "{}\n"); // Parcel reads the line where a project begins
    await node(at, "parcel", "parcel/lib/bin.js", ["build", "index.html", "--no-cache"], folder);
  },
  features: {
    async csp(_at, { browsers, folder }) {
      expectEach(await openAll(browsers, await folder(), policyWithMap(await folder())), ...underPolicy);
      return "the policy has the hash of the import map that Parcel writes into the page";
    },
  },
});

/** The policy with the hash of the page's own script. */
function policyWithMap(folder) {
  const page = readFileSync(`${folder}/index.html`, "utf8");
  const [, map] = /<script type="?importmap"?>([^]*?)<\/script>/.exec(page);
  const hash = createHash("sha256").update(map).digest("base64");
  const policy = policies.csp["Content-Security-Policy"];
  return {
    "Content-Security-Policy": policy.replace("script-src 'self'", `script-src 'self' 'sha256-${hash}'`),
  };
}
