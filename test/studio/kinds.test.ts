import { readdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, read, toDistances, type Engine, type Rdm } from "../../dist/src/index.js";
import { cannot, cellsIn, root, studioSite, valueIn, type Site } from "./site.ts";

/** The files of a folder in natural order. */
const filesIn = (folder: string, pattern: RegExp) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => `${root}${folder}/${name}`);

/** As the charts write numbers in tables. */
const shown = (value: number) => String(Number(value.toPrecision(4))).replace("-", "−");

describe.skipIf(cannot)("kinds of question in the studio", () => {
  let site: Site;
  let engine: Engine;
  beforeAll(async () => {
    site = await studioSite();
    engine = await createEngine({ deterministic: true });
  });
  afterAll(async () => {
    engine?.close();
    await site?.close();
  });

  /** Opens an example, with another question if one is given, and waits for the answers. */
  async function opened(example: string, question?: object): Promise<Page> {
    const asked = question ? `&question=${encodeURIComponent(JSON.stringify(question))}` : "";
    const { page, faults } = await site.open({ hash: `#example=${example}${asked}` });
    page.setDefaultTimeout(20_000);
    await page.locator("nav.answers .tab.done").last().waitFor();
    await page.locator(".running").waitFor({ state: "detached" });
    expect(await page.locator("nav.answers .tab:not(.done)").count()).toBe(0);
    expect(faults).toEqual([]);
    return page;
  }

  /** The table of a card. */
  async function cells(page: Page, title: string): Promise<string[][]> {
    const card = page.locator(`section.card[aria-label="${title}"]`);
    await card.scrollIntoViewIfNeeded();
    const figure = card.locator('figure[data-view][aria-busy="false"]').first();
    await figure.waitFor();
    const summary = figure.locator("details summary");
    if ((await summary.count()) > 0) await summary.last().click();
    await figure.locator("table tr").first().waitFor({ state: "attached" });
    return figure.evaluate(cellsIn);
  }

  /** What sections say of how they were computed: all texts under a term. */
  const facts = (page: Page, term: string) =>
    page.evaluate(
      (wanted) =>
        [...document.querySelectorAll("main dt")]
          .filter((one) => one.textContent === wanted)
          .map((one) => one.nextElementSibling!.textContent!),
      term,
    );

  it("space: the map, the clusters of the largest silhouette, the prediction, the Mantel test, the nearest", async () => {
    const page = await opened("covariate", {
      kind: "space",
      metrics: [{ metric: "procrustes" }],
      options: { covariate: "noise", permutations: 99, query: "noise-3", nearest: 2 },
    });
    const networks = await read(filesIn("examples/rnn-dms", /\d\.npy$/));
    const names = networks.map(({ name }) => name);
    const noise = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0.2, 0.3, 0.45, 0.6];
    const distances = await engine.pairwise(networks, { metric: "procrustes" });
    const map = await engine.embed(distances, {});
    const coordinates = await cells(page, "Map");
    expect(coordinates[0]![1]).toMatch(/^axis 1/);
    expect(coordinates.find(([name]) => name === "noise-3")!.slice(1)).toEqual(
      [...map.coordinates.data.subarray(24, 26)].map(shown),
    );
    const silhouettes = [];
    for (let clusters = 2; clusters <= 10; clusters++)
      silhouettes.push((await engine.clusterAsync(distances, { clusters })).silhouette!);
    expect(await facts(page, "Mean silhouette")).toEqual([shown(Math.max(...silhouettes))]);
    expect(await facts(page, "Clusters")).toEqual([
      String(2 + silhouettes.indexOf(Math.max(...silhouettes))),
    ]);
    const { r2, p } = await engine.predictAsync(distances, noise, { permutations: 99 });
    expect(await facts(page, "Cross-validated R²")).toEqual([shown(r2)]);
    const apart = Float64Array.from({ length: 225 }, (_, at) =>
      Math.abs(noise[Math.floor(at / 15)]! - noise[at % 15]!),
    );
    const { square } = toDistances(distances);
    const other = { rows: 15, cols: 15, data: apart };
    const mantel = await engine.mantelAsync(square, other, { permutations: 99 });
    expect(await facts(page, "Correlation")).toEqual([shown(mantel.correlation)]);
    expect(await facts(page, "Permutation p")).toEqual([shown(p!), `${shown(mantel.p)}, one-sided`]);
    const row = names
      .map((name, k) => ({ name, distance: square.data[12 * 15 + k]! }))
      .sort((a, b) => a.distance - b.distance)
      .slice(1, 3);
    const nearest = (await cells(page, "Nearest networks")).slice(1);
    expect(nearest.map((one) => [one[0], one.at(-1)])).toEqual(
      row.map(({ name, distance }) => [name, shown(distance)]),
    );
    await page.close();
  });

  it("layers: curves with intervals and ceilings, best layers", async () => {
    const options = {
      network: "network",
      region: "region",
      dissimilarity: "euclidean",
      comparator: "spearman",
      samples: 20,
    };
    const page = await opened("layers", { kind: "layers", metrics: [], options });
    const rdms = async (folder: string, pattern: RegExp) => {
      const found: Rdm[] = [];
      for (const one of await read(filesIn(`examples/layer-by-region/moments/${folder}`, pattern)))
        found.push(await engine.rdm(one, { dissimilarity: "euclidean" }));
      return found;
    };
    const networks = [];
    for (const name of ["control-01", "noise-5"])
      networks.push({ name, layers: await rdms("layers", new RegExp(name)) });
    const regions = [];
    for (const name of ["early", "middle", "late"]) regions.push({ name, subjects: await rdms(name, /npy/) });
    const study = await engine.layerStudy({ networks, regions, comparator: "spearman", samples: 20 });
    const late = study.profiles[0]!.best[2]!;
    const best = await cells(page, "Best layers and slopes");
    const row = best.find(([network, region]) => network === "control-01" && region === "late")!;
    expect(row[best[0]!.indexOf("best layer")]).toBe(late.name);
    expect(row[best[0]!.indexOf("value")]).toBe(shown(late.value.value));
    expect(row[best[0]!.indexOf("value") + 1]).toBe(shown(late.value.lower));
    const matrix = await cells(page, "control-01: layers × regions");
    expect(valueIn(matrix, "control-01-moment-6", "late")).toBe(shown(study.profiles[0]!.values.data[17]!));
    await page.close();
  });

  it("shared space: native against shared similarities", async () => {
    const options = { features: 20, iterations: 12, similarity: "cosine", samples: 100 };
    const page = await opened("shared-space", { kind: "shared-space", metrics: [], options });
    const networks = await read(filesIn("examples/shared-space/copies", /npy/));
    const { aligned, varianceExplained } = await engine.srm(networks, { features: 20, iterations: 12 });
    const within = await engine.wrsm(networks, { similarity: "cosine" });
    const between = async (given: typeof networks) =>
      engine.correlateRsms(within, await engine.irsm(given, { similarity: "cosine" }), { samples: 100 });
    const native = await between(networks);
    const shared = await between(
      aligned.map(({ rows, cols, data }, k) => ({ name: networks[k]!.name, shape: [rows, cols], data })),
    );
    const agree = await cells(page, "Do similarities within and between networks agree?");
    expect(agree.find(([name]) => name === "native")).toEqual(
      expect.arrayContaining([native.value, native.lower, native.upper].map(shown)),
    );
    expect(agree.find(([name]) => name === "shared")).toContain(shown(shared.value));
    expect(shared.value).toBeGreaterThan(native.value);
    expect(await facts(page, "Variance explained")).toEqual([shown(varianceExplained.total)]);
    expect(await page.locator('figure[data-view="trajectories"]').count()).toBe(1);
    await page.close();
  });

  it("inter-subject correlation: in native units and a shared space, with a test", async () => {
    const options = { null: "time-shift", samples: 40, features: 5, connectivity: true };
    const page = await opened("shared-space", { kind: "isc", metrics: [], options });
    const subjects = await read(filesIn("examples/shared-space/copies", /npy/));
    const test = { null: "time-shift", samples: 40 } as const;
    const native = await engine.isc(subjects, test);
    const { aligned } = await engine.srm(subjects, { features: 5 });
    const moved = aligned.map(({ rows, cols, data }, k) => ({
      name: subjects[k]!.name,
      shape: [rows, cols],
      data,
    }));
    const shared = await engine.isc(moved, test);
    const column = async (title: string) => (await cells(page, title)).slice(1, 4).map((row) => row.at(-1));
    expect(await column("Summary of each unit")).toEqual([...native.summary!.subarray(0, 3)].map(shown));
    expect(await column("Summary of each shared feature")).toEqual(
      [...shared.summary!.subarray(0, 3)].map(shown),
    );
    expect(await column("p of each unit")).toEqual([...native.p!.subarray(0, 3)].map(shown));
    const isfc = await engine.isfc(subjects, { summary: "mean" });
    const pairs = await cells(page, "Units with units of the other subjects");
    expect(valueIn(pairs, "3", "7")).toBe(shown(isfc.matrices[0]!.data[307]!));
    await page.close();
  });
});
