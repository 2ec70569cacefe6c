// Next: a page, a route of Node and one of the edge, from both builders.
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { probesFile } from "../harness/bits.mjs";
import { versionIn } from "../harness/tools.mjs";
import { bothRead, expectEach, noWarnings, onThreads, sameBits, sharesMemory } from "../web/expected.mjs";
import { policies } from "../web/policies.mjs";
import { serveBefore } from "../web/proxy.mjs";
import { startBrowsers, toldByEach, toolsOf } from "../web/site.mjs";

const web = (name) => fileURLToPath(new URL(`../web/${name}`, import.meta.url));
const browsers = ["chromium", "firefox"];

/** The line that the docs name: the library is not bundled for the server, so that its threads find their script. */
const line = 'export default { serverExternalPackages: ["repgeom"] };\n';

async function layNext(at) {
  cpSync(web("next/app"), `${at.folder}/app`, { recursive: true });
  copyFileSync(web("app/tell.js"), `${at.folder}/app/tell.js`);
  copyFileSync(probesFile, `${at.folder}/app/probes.mjs`);
  mkdirSync(`${at.folder}/public`, { recursive: true });
  copyFileSync(web("app/table.csv"), `${at.folder}/public/table.csv`);
  writeFileSync(`${at.folder}/next.config.mjs`, line);
  // Turbopack takes no packages from outside of the project.
  cpSync(`${await at.tool("next")}/node_modules`, `${at.folder}/node_modules`, {
    recursive: true,
    verbatimSymlinks: true,
  });
}

const next = async (at, words, run = at.run, options = {}) => {
  const program = `${at.folder}/node_modules/next/dist/bin/next`;
  return run(process.execPath, [program, ...words], {
    seconds,
    ...options,
    env: { NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" },
  });
};

/** Seconds of a build on a busy machine. */
const seconds = 300;

async function serveNext(at) {
  const ready = /Local:\s+(http:\/\/127\.0\.0\.1:\d+)[^]*Ready/;
  const words = ["start", "--hostname=127.0.0.1", "--port=0"];
  const server = await next(at, words, at.serve, { ready });
  return { address: server.match[1], close: server.close };
}

/** What a route tells, in the form of what a page tells. */
async function toldByRoute({ address }, name, signal) {
  const response = await fetch(`${address}/${name}`, { signal });
  const text = await response.text();
  const told = response.ok ? JSON.parse(text) : { failed: `HTTP ${response.status} ${text.slice(0, 200)}` };
  return [{ name: `route ${name}`, told }];
}

async function start(at) {
  const { browsers: launched, close } = await startBrowsers(at, browsers);
  const made = {};
  const server = () =>
    (made.server ??= (async () => {
      await layNext(at);
      await next(at, ["build"]);
      return serveNext(at);
    })());
  const page = () => (made.page ??= server().then(({ address }) => toldByEach(launched, `${address}/`)));
  const route = (name) => server().then((server) => toldByRoute(server, name, at.signal));
  const ended = async () => {
    await close();
    await made.server?.then((server) => server.close()).catch(() => {});
  };
  return { browsers: launched, server, page, route, close: ended };
}

async function isolated(_at, { browsers: launched, server }) {
  const { address, close } = await serveBefore((await server()).address, policies.isolated);
  try {
    const all = await toldByEach(launched, `${address}/`);
    expectEach(all, sharesMemory, sameBits, onThreads(), noWarnings);
  } finally {
    close();
  }
}

/** The other builder, without the line. It fails for every route of the edge, whatever is in it. */
async function webpack(at, { browsers: launched, server }) {
  (await server()).close();
  writeFileSync(`${at.folder}/next.config.mjs`, "export default {};\n");
  rmSync(`${at.folder}/app/edge`, { recursive: true });
  await next(at, ["build", "--webpack"]);
  const other = await serveNext(at);
  try {
    expectEach(await toldByEach(launched, `${other.address}/`), sameBits, onThreads(), bothRead, noWarnings);
    expectEach(await toldByRoute(other, "server", at.signal), sameBits, onThreads(0));
  } finally {
    other.close();
  }
}

export const nextRow = {
  runtime: "next",
  title: "Next",
  tools: ["next", ...toolsOf(browsers)],
  versionOf: async (at) => versionIn(await at.tool("next"), "next"),
  start,
  features: {
    build: async (_at, { server }) => void (await server()),
    probes: async (_at, { page }) => expectEach(await page(), sameBits),
    pool: async (_at, { page }) => expectEach(await page(), onThreads(), noWarnings),
    read: async (_at, { page }) => expectEach(await page(), bothRead),
    isolated,
    server: async (_at, { route }) => expectEach(await route("server"), sameBits, onThreads()),
    edge: async (_at, { route }) => expectEach(await route("edge"), sameBits, onThreads(0)),
    webpack,
  },
  without: { csp: "The pages of Next have scripts inside: a policy for them needs a nonce." },
  seconds,
};
