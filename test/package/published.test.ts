import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, missing } from "../report/browser.ts";
import { watched } from "../report/watch.ts";
import { serve, type Served } from "../support/serve.ts";
import { installed, ofCheckout, root } from "./installed.ts";

let app: string;
let folder: string;
beforeAll(() => {
  app = installed("comlink", "fflate", "cli-progress");
  folder = join(app, "node_modules/repgeom");
});
afterAll(() => rmSync(app, { recursive: true, force: true }));

const filesIn = (path: string, recursive = true) => readdirSync(path, { recursive, encoding: "utf8" });
const described = () =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;

it("the manifest has what a project needs, and nothing of the checkout", () => {
  const own = JSON.parse(ofCheckout("package.json")) as Record<string, unknown>;
  const { scripts, devDependencies, overrides, ...rest } = own;
  expect(scripts).toHaveProperty("prepare");
  expect([devDependencies, overrides]).not.toContain(undefined);
  expect(described()).toEqual(rest);
});

it("no source map, stamp of the build or module of the command line is in it, which is bundled", () => {
  const files = filesIn(folder);
  expect(files.length).toBeGreaterThan(1000);
  const superfluous =
    /\.map$|\.stamps|^dist\/src\/cli\/|^dist\/src\/(report\/)?charts.*\.js$|^dist\/src\/studies\/.*command|tsbuildinfo|\.test\./;
  expect(files.filter((name) => superfluous.test(name))).toEqual([]);
});

it("it is no larger than an installation bears", () => {
  const tarball = filesIn(app, false).find((name) => name.endsWith(".tgz"))!;
  expect(statSync(join(app, tarball)).size).toBeLessThan(10.5e6);
});

it("every file that a file in it names is in it", () => {
  const named = /(?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*["'`](\.{1,2}\/[^"'`$?]+)["'`?]/g;
  const missing = filesIn(folder)
    .filter((name) => /^dist\/(src|workers|wasm)\/.*\.[jt]s$/.test(name))
    .flatMap((name) => {
      const code = readFileSync(join(folder, name), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
      const places = [...code.matchAll(named)].map(([, to]) => resolve(folder, dirname(name), to!));
      const typed = (place: string) => place.replace(/(\.d)?\.[jt]s$/, ".d.ts");
      const there = (place: string) => existsSync(name.endsWith(".d.ts") ? typed(place) : place);
      return places.filter((place) => !there(place)).map((place) => `${name}: ${place}`);
    });
  expect(missing).toEqual([]);
});

it("the types of the charts name no package that is not installed with it", () => {
  const reached = new Set([join(folder, "dist/src/charts.d.ts")]);
  const foreign: string[] = [];
  for (const file of reached)
    for (const [, from] of readFileSync(file, "utf8").matchAll(/\b(?:from|import\() ?"([^"]+)"/g)) {
      if (from!.startsWith(".")) reached.add(resolve(dirname(file), from!.replace(/\.[jt]s$/, ".d.ts")));
      else foreign.push(from!);
    }
  expect(reached.size).toBeGreaterThan(5);
  expect(foreign).toEqual([]);
});

it("the command line runs from it", () => {
  const main = join(folder, (described()["bin"] as { repgeom: string }).repgeom);
  const { stdout, status } = spawnSync(process.execPath, [main, "--version"], { encoding: "utf8" });
  expect({ stdout, status }).toEqual({ stdout: `${String(described()["version"])}\n`, status: 0 });
});

it("it has the studio, which the command line serves", async () => {
  const main = join(folder, (described()["bin"] as { repgeom: string }).repgeom);
  const child = spawn(process.execPath, [main, "studio", "--no-open"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [address] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  const page = await (await fetch(address.trim())).text();
  const script = /src="\.\/([^"]+\.js)"/.exec(page)![1]!;
  expect((await fetch(address.trim() + script)).status).toBe(200);
  child.kill("SIGINT");
  expect(((await once(child, "close")) as [number])[0]).toBe(0);
});

it("publint finds nothing", () => {
  const lint = join(root, "node_modules/publint/src/cli.js");
  const { stdout, status } = spawnSync(process.execPath, [lint, folder, "--strict", "--pack", "false"], {
    encoding: "utf8",
  });
  expect({ stdout, status }).toEqual({ stdout: expect.stringContaining("All good!") as string, status: 0 });
});

it("attw finds its types by every resolution that takes ES modules", () => {
  const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
  const tarball = filesIn(app, false).find((name) => name.endsWith(".tgz"))!;
  const words = [attw, join(app, tarball), "--profile", "esm-only", "--format", "json"];
  const { stdout, status } = spawnSync(process.execPath, words, { encoding: "utf8", cwd: app });
  expect({ status, problems: problemsIn(stdout) }).toEqual({ status: 0, problems: [] });
});

/** Problems but of the two ways to take a package that know no ES module or no `exports`. */
function problemsIn(document: string): unknown[] {
  const { analysis } = JSON.parse(document) as {
    readonly analysis: { readonly problems: readonly { readonly resolutionKind?: string }[] };
  };
  return analysis.problems.filter(
    ({ resolutionKind }) => !["node10", "node16-cjs"].includes(resolutionKind!),
  );
}

const linkOf = /(?<!`)\]\(([^)\s]+)\)/g;
const linksIn = (text: string) =>
  [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(linkOf)].map(([, link]) => link!);

it("the links of the package lead to the repository that its manifest names", () => {
  const { repository, homepage, bugs } = described() as {
    readonly repository: { readonly url: string };
    readonly homepage: string;
    readonly bugs: { readonly url: string };
  };
  const address = repository.url.replace(/^git\+|\.git$/g, "");
  expect([homepage, bugs.url]).toEqual([`${address}#readme`, `${address}/issues`]);
  for (const page of ["README.md", "CHANGELOG.md"]) {
    const own = linksIn(ofCheckout(page));
    const published = linksIn(readFileSync(join(folder, page), "utf8"));
    const absolute = (link: string) => (/^(#|[a-z]+:)/.test(link) ? link : `${address}/blob/HEAD/${link}`);
    expect(published).toEqual(own.map(absolute));
    expect(published.some((link) => link.startsWith(address))).toBe(true);
  }
});

const pageWith = (script: string) =>
  `<!doctype html><title>x</title><link rel="icon" href="data:," /><script type="module">${script}</script>`;

/** A page that draws, with the charts from there. */
const drawing = (charts: string) =>
  pageWith(`
import { chart, createLink } from "${charts}";
const scores = { kind: "histogram", title: "Scores", x: { label: "score" }, values: [1, 2, 4] };
document.body.append(chart(scores, { link: createLink() }));
`);

/** Neither Observable Plot nor D3 is beside the package: what it needs of them is in it. */
describe.skipIf(missing)("repgeom/charts of the installed package, without any other", () => {
  let server: Served;
  let browser: Browser;
  beforeAll(async () => {
    writeFileSync(join(app, "index.html"), drawing("repgeom/charts"));
    writeFileSync(join(app, "plain.html"), drawing("./node_modules/repgeom/dist/charts/index.js"));
    await build({ root: app, base: "./", configFile: false, logLevel: "error" });
    server = await serve(app);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    server?.close();
    await browser?.close();
  });

  it.each([
    ["bundled", "dist/index.html"],
    ["as it is, in a page without a bundler", "plain.html"],
  ])("draws %s", async (_, path) => {
    const { page, faults } = await watched(browser, server.origin);
    await page.goto(`${server.origin}/${path}`);
    const drawn = page.locator('figure[data-view="histogram"][aria-busy="false"]');
    await drawn.locator("svg").first().waitFor({ timeout: 10_000 });
    expect(await drawn.innerText()).toContain("Scores");
    expect(faults.filter((fault) => fault !== "data:,")).toEqual([]);
    await page.close();
  });
});
