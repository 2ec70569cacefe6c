// Pages without a bundler: the library from the same server, and from another origin.
import { copyFileSync, cpSync } from "node:fs";
import { serveFolder } from "../harness/files.mjs";
import { bothRead, expectEach, noWarnings, onThreads, oneWarning, sameBits } from "../web/expected.mjs";
import { forOthers } from "../web/policies.mjs";
import { importOf, layApp, openAll, siteFeatures, startSite, toolsOf } from "../web/site.mjs";

const browsers = ["chromium", "firefox"];

const filesOf = ({ project }) => `${project}/node_modules/repgeom/dist/browser`;

const row = { tools: toolsOf(browsers), versionOf: () => "" };

export const page = {
  ...row,
  runtime: "page",
  title: "Page without a bundler",
  start: (at) =>
    startSite(at, browsers, (at) => {
      const folder = layApp(at, { load: importOf("./repgeom/repgeom.min.js") });
      cpSync(filesOf(at), `${folder}/repgeom`, { recursive: true });
      return folder;
    }),
  features: { ...siteFeatures(), inline },
};

/** One file, as a module without an address, as in a notebook: no file lies beside it. */
const fromBlob = `const file = await (await fetch("./repgeom.inline.min.js")).blob();
const repgeom = await import(URL.createObjectURL(new Blob([file], { type: "text/javascript" })));`;

async function inline(at, { browsers }) {
  const folder = layApp(at, { name: "inline", load: fromBlob });
  copyFileSync(`${filesOf(at)}/repgeom.inline.min.js`, `${folder}/repgeom.inline.min.js`);
  expectEach(await openAll(browsers, folder, {}), sameBits, bothRead, oneWarning);
  return "computes on the calling thread";
}

/** A policy that names the other origin. @param workers - from where they may start */
const policyFor = (other, workers) => ({
  "Content-Security-Policy": [
    "default-src 'self'",
    `script-src 'self' ${other} 'wasm-unsafe-eval'`,
    `connect-src 'self' ${other}`,
    `worker-src ${workers}`,
  ].join("; "),
});

export const crossOrigin = {
  ...row,
  runtime: "cross-origin",
  title: "Page and library on different origins",
  async start(at) {
    const other = await serveFolder(filesOf(at), forOthers);
    const lay = (at) => layApp(at, { load: importOf(`${other.address}/repgeom.min.js`) });
    const site = await startSite(at, browsers, lay).catch((error) => {
      other.close();
      throw error;
    });
    const close = () => site.close().finally(other.close);
    return { ...site, other: other.address, close };
  },
  features: {
    ...siteFeatures(),
    async csp(_at, { browsers, folder, other }) {
      const under = async (workers) => openAll(browsers, await folder(), policyFor(other, workers));
      expectEach(await under(`blob: ${other}`), sameBits, onThreads(), noWarnings);
      expectEach(await under("'self'"), sameBits, oneWarning);
      return "threads where `worker-src` allows `blob:` and the other origin, else the calling thread";
    },
  },
};
