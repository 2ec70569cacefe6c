import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine.ts";
import { resultSections } from "../../src/studies/pairwise/report.ts";
import { explainSection } from "../../src/studies/explain/section.ts";
import { alignSection } from "../../src/studies/pairwise/align-section.ts";
import { kmeansSection } from "../../src/studies/shapes/kmeans-section.ts";
import { tangentSection } from "../../src/studies/shapes/tangent-section.ts";
import { consensusSection } from "../../src/studies/fusion/consensus-section.ts";
import { fuseSection } from "../../src/studies/fusion/fuse-section.ts";
import { mantelSection } from "../../src/studies/space/mantel-section.ts";
import { barycenterSection } from "../../src/studies/shapes/section.ts";
import { cluster } from "../../src/studies/space/cluster.ts";
import { predict } from "../../src/studies/space/predict.ts";
import { clusterSection } from "../../src/studies/space/cluster-section.ts";
import { embedSection } from "../../src/studies/space/embed-section.ts";
import { iscSection } from "../../src/studies/isc/section.ts";
import { layersSection } from "../../src/studies/layers/section.ts";
import { neighborsSection } from "../../src/studies/neighbors/section.ts";
import { predictSection } from "../../src/studies/space/predict-section.ts";
import { mapTestSection } from "../../src/studies/map-test/section.ts";
import { searchlightSection } from "../../src/studies/searchlight/section.ts";
import { predictivitySection } from "../../src/studies/predictivity/section.ts";
import { categoryMeans } from "../../src/rdm/derived/categories.ts";
import { stimulusMaps } from "../../src/studies/rdm/map.ts";
import { rdmSection } from "../../src/studies/rdm/section.ts";
import { descriptionSection } from "../../src/studies/describe/section.ts";
import { reliabilitySection } from "../../src/studies/reliability/section.ts";
import { groupsSection } from "../../src/studies/rsa/groups/section.ts";
import { regressionSection } from "../../src/studies/rsa/regression/section.ts";
import { rsaSection } from "../../src/studies/rsa/section.ts";
import { sharedSpaceSection } from "../../src/studies/shared-space/section.ts";
import { againstOf, studyOf } from "../../src/studies/shared-space/command-study.ts";
import { toDistances } from "../../src/geometry/to-distances.ts";
import { matrix } from "../../src/base/matrix.ts";
import { renderSections } from "../../src/report/render.ts";
import type { Section } from "../../src/report/figures.ts";
import { uniform } from "../geometry/oracles.ts";
import { noisy, points, rdmOf } from "../studies/rsa/simulated.ts";
import { createRandom } from "../../src/base/random.ts";
import { launchBrowser, missing, reason } from "./browser.ts";
import { everyFigure } from "./figures.ts";
import { hostileNames } from "./hostile.ts";
import { watched } from "./watch.ts";

const count = hostileNames.length;
const next = uniform(11);
const numbers = (length: number) => Float64Array.from({ length }, () => next() - 0.5);
const stimuli = hostileNames.slice(0, 12);
const network = (name: string) => ({ name, shape: [12, 5], data: numbers(60), stimuli });
const networks = hostileNames.map(network);
const random = createRandom(2);
const places = points(random, 12, 6);
const rdms = hostileNames.map((name) => ({ ...rdmOf(name, noisy(random, places, 0.5)), stimuli }));

/** The same value with hostile names in place of all its words, except those that say what kind of figure it is. */
function poisoned<T>(value: T, k: { at: number } = { at: 0 }, key = ""): T {
  const kept = ["kind", "ends", "dark", "format"].includes(key);
  if (typeof value === "string" && !kept) return hostileNames[k.at++ % count] as T;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || kept) return value;
  if (Array.isArray(value)) return value.map((part) => poisoned(part, k)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, poisoned(part, k, name)]),
  ) as T;
}

type Make = () => Section[] | Promise<Section[]>;
const engine = await createEngine({ threads: 0 });
const control = { engine };
const distancesOf = async () => engine.pairwise(networks, { metric: "procrustes" });

const sections: Record<string, Make> = {
  "every kind of figure": () => everyFigure().map((section, at) => poisoned(section, { at })),
  pairwise: async () => {
    const result = await engine.pairwise(networks, {
      metric: "cka",
      permutation: "stimuli",
      samples: 20,
      bootstrap: "stimuli",
    });
    const [name] = hostileNames;
    const options = Object.fromEntries(hostileNames.map((one) => [one, one]));
    return resultSections([result, { ...result, metric: name!, options, warnings: hostileNames }], control);
  },
  cross: async () =>
    resultSections([await engine.cross(networks.slice(0, 3), networks, { metric: "cka" })], control),
  align: async () => {
    const [x, y] = [networks[0]!, networks[1]!];
    const found = await engine.align(x, y, { metric: "procrustes" });
    const input = ({ name, data }: typeof x) => ({ name, responses: matrix(12, 5, data), stimuli });
    return [alignSection({ found, x: input(x), y: input(y), metric: "procrustes", value: 1 })];
  },
  explain: async () => {
    const specs = [{ metric: "procrustes" }, { metric: "cka" }] as const;
    return Promise.all(
      specs.map(async (spec) => {
        const found = await engine.explain(networks[0]!, networks[1]!, spec);
        return explainSection({ found: { ...found, warnings: hostileNames } });
      }),
    );
  },
  embed: async () => {
    const D = await distancesOf();
    return [
      embedSection({ found: await engine.embed(D, { dimensions: 3 }), distances: toDistances(D).square }),
    ];
  },
  cluster: async () => {
    const D = await distancesOf();
    const distances = toDistances(D).square;
    return (["average", "k-medoids"] as const).map((method) =>
      clusterSection({ found: cluster(D, { method, clusters: 3 }), distances }),
    );
  },
  predict: async () => {
    const D = await distancesOf();
    return ([(k: number) => k * 1.5, (k: number) => hostileNames[k % 3]!] as const).map((valueOf) => {
      const covariate = hostileNames.map((_, k) => valueOf(k)) as string[];
      const found = predict(D, covariate, { permutations: 9 });
      return predictSection({ found, column: hostileNames[10]!, covariate });
    });
  },
  neighbors: async () => {
    const index = await engine.neighborIndex(networks, { metric: "procrustes" });
    const found = await index.nearest(networks[0]!, 12);
    return [0, 1, 10].map((k) =>
      neighborsSection({ found, query: hostileNames[k]!, metric: hostileNames[3]!, size: count, before: 0 }),
    );
  },
  barycenter: async () => {
    const found = await engine.barycenter(networks, { restarts: 1 });
    const tangent = await engine.tangentSpace(networks, { mean: found.mean });
    return [barycenterSection({ found, tangent, names: found.names, history: found.history })];
  },
  kmeans: async () => {
    const found = await engine.kmeans(networks, { clusters: 3, restarts: 1 });
    return [kmeansSection({ found, group: "orthogonal", tangent: await engine.tangentSpace(networks) })];
  },
  tangent: async () => [
    tangentSection({ found: await engine.tangentSpace(networks, { dimensions: 4 }), group: "orthogonal" }),
  ],
  fuse: async () => {
    const square = toDistances(await distancesOf());
    const names = networks.map(({ name }) => name);
    const given = hostileNames.slice(0, 3).map((name) => ({ name, square: square.square, items: names }));
    const fused = await engine.fuse(given);
    const { coordinates } = await engine.embed(fused.distances);
    return [fuseSection({ fused: { ...fused, warnings: hostileNames }, coordinates })];
  },
  consensus: async () => {
    const { square } = toDistances(await distancesOf());
    const names = networks.map(({ name }) => name);
    const given = hostileNames.slice(0, 3).map((name) => ({ name, square, items: names }));
    const found = await engine.consensus(given, { method: "indscal" });
    return [consensusSection({ ...found, changes: hostileNames, warnings: hostileNames })];
  },
  mantel: async () => {
    const { square } = toDistances(await distancesOf());
    const named = (k: number) => ({ name: hostileNames[k]!, square });
    const names = networks.map(({ name }) => name);
    const found = { correlation: 1, p: 0.5 };
    return [mantelSection({ found, first: named(0), other: named(1), partial: [named(2)], names })];
  },
  rdm: async () => {
    const labels = rdms[0]!.stimuli.map((_, i) => hostileNames[i % 3]!);
    const [categories, means] = [{ column: hostileNames[4]!, labels }, categoryMeans(rdms, labels)];
    const maps = await stimulusMaps(rdms, "mean", { engine });
    return [rdmSection(rdms.slice(0, 1)), rdmSection(rdms, { categories, means, maps })];
  },
  rsa: async () => {
    const found = await engine.rsa({
      data: rdms.slice(0, 8),
      models: rdms.slice(8),
      comparator: "pearson",
      bootstrap: ["stimuli", "subjects"],
      samples: 50,
    });
    return [rsaSection(found)];
  },
  describe: async () => {
    const plain = networks.slice(0, 3);
    return [await engine.describe(plain, { samples: 6 })].map(descriptionSection);
  },
  reliability: async () => {
    const repeats = networks.slice(0, 2).map((one) => ({ ...one, shape: [12, 2, 5], data: numbers(120) }));
    const found = [await engine.reliability(repeats), await engine.reliability(repeats.slice(1))];
    return found.map(reliabilitySection);
  },
  groups: async () => {
    const groups = [0, 1].map((k) => ({ name: hostileNames[k]!, data: rdms.slice(4 * k, 4 * k + 4) }));
    return [groupsSection(await engine.rsaGroups({ groups, models: rdms.slice(8), comparator: "pearson" }))];
  },
  regression: async () => {
    const asked = { data: rdms.slice(0, 4), models: rdms.slice(4, 7), permutations: 20 };
    const found = [await engine.regressRdms(asked), await engine.partialRsa(asked)];
    return found.map(regressionSection);
  },
  layers: async () => {
    const regions = [0, 6].map((k) => ({ name: hostileNames[k]!, subjects: rdms.slice(k, k + 5) }));
    const study = await engine.layerStudy({
      networks: [{ name: hostileNames[10]!, layers: rdms.slice(12, 15) }],
      regions,
      comparator: "pearson",
      samples: 50,
    });
    return [layersSection(study)];
  },
  searchlight: async () => {
    const found = await engine.searchlight(
      networks[0]!,
      [
        [0, 1],
        [1, 0],
      ],
      {
        dissimilarity: "euclidean",
        models: rdms.slice(0, 12).map((rdm, k) => ({ ...rdm, name: hostileNames[k]! })),
      },
    );
    const volume = { shape: [1, 1, 2], places: [0, 1] } as const;
    return [searchlightSection({ subjects: [found], volume, sizes: [2, 2] })];
  },
  mapTest: async () => {
    const maps = {
      name: "maps",
      shape: [5, 4],
      data: Float64Array.from({ length: 20 }, (_, k) => Math.sin(k * k)),
    };
    const chain = [[1], [0, 2], [1, 3], [2]];
    const options = { method: "cluster", threshold: 0.1 } as const;
    const test = await engine.mapInference(maps, chain, options);
    return [
      mapTestSection(
        hostileNames.map((name) => ({ name, test })),
        { shape: [1, 2, 2], places: [0, 1, 2, 3] },
      ),
    ];
  },
  banded: async () => {
    const y = {
      name: "y",
      shape: [12, 2, 2],
      data: Float64Array.from({ length: 48 }, (_, k) => Math.sin(Math.floor(k / 4) + (k % 2))),
    };
    const spaces = hostileNames.map((name, s) => ({
      name,
      shape: [12, 2],
      data: Float64Array.from({ length: 24 }, (_, k) => Math.sin(k * (s + 2))),
    }));
    const predictivity = await engine.bandedPredictivity(spaces, y, {
      splits: 1,
      samples: 5,
      candidates: 2,
      ridge: 1,
    });
    return [predictivitySection([{ name: hostileNames[0]!, target: hostileNames[1]!, predictivity }])];
  },
  isc: async () => {
    const found = await engine.isc(networks, { null: "permutation", samples: 20 });
    return [
      iscSection({ native: found }),
      iscSection({ native: await engine.isc(networks, { summary: "none" }) }),
    ];
  },
  srm: async () => {
    const space = await engine.srm(networks, { features: 3, iterations: 3 });
    const study = await studyOf(networks, space, {}, { samples: 10 }, control);
    const against = await againstOf(study, 0, control);
    return [sharedSpaceSection({ space, ...study, against } as Parameters<typeof sharedSpaceSection>[0])];
  },
  predictivity: async () => {
    const given = await engine.predictivity(
      { name: "x", shape: [12, 5], data: numbers(60) },
      { name: "y", shape: [12, 4, 6], data: numbers(12 * 4 * 6) },
      { folds: 3, splits: 2 },
    );
    return [predictivitySection(hostileNames.map((name) => ({ name, predictivity: given })))];
  },
};

const [narrow, wide] = [
  { width: 360, height: 900 },
  { width: 1200, height: 900 },
];

/** What a report is made of, and how large. It runs in the page. */
function looked() {
  const texts = document.querySelectorAll("h1, h2, h3, h4, p, dt, dd, figcaption, th, td, .swatches span");
  return {
    strange: document.querySelectorAll(
      "img, b, iframe, object, embed, base, foreignObject, svg style, [style*='expression'], [onerror], [onload], [onmouseover]",
    ).length,
    scripts: document.scripts.length,
    styles: document.querySelectorAll("style").length,
    links: [...document.links].filter((link) => !link.hash.startsWith("#section-")).length,
    width: document.documentElement.scrollWidth,
    tallest: Math.max(0, ...Array.from(texts, (one) => one.clientHeight)),
  };
}

describe.skipIf(missing)(missing ? `hostile names (skipped: ${reason})` : "hostile names", () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-hostile-"));
  let browser: Browser;
  let bundle: string;

  beforeAll(async () => {
    bundle = readFileSync(fileURLToPath(new URL("../../dist/report/charts.js", import.meta.url)), "utf8");
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it.each(Object.keys(sections))("stay names in the report of %s", { timeout: 120_000 }, async (name) => {
    const file = join(folder, "report.html");
    const made = await sections[name]!();
    const page = { title: hostileNames[10]!, notes: hostileNames, sections: made };
    writeFileSync(file, renderSections(page, bundle));
    const { page: opened, faults } = await watched(browser, "file:", { viewport: narrow });
    await opened.goto(pathToFileURL(file).href);
    const figures = made.reduce((sum, section) => sum + section.figures.flat().length, 0);
    await expect.poll(() => opened.locator("figure, details").count()).toBeGreaterThanOrEqual(figures);
    for (const summary of await opened.locator("summary").all()) await summary.click();
    for (const viewport of [narrow, wide]) {
      await opened.setViewportSize(viewport);
      await expect
        .poll(() => opened.evaluate(looked))
        .toEqual({
          strange: 0,
          scripts: 2,
          styles: 1,
          links: 0,
          width: viewport.width,
          tallest: expect.toSatisfy((height: number) => height < 1200),
        });
    }
    expect(faults).toEqual([]);
    await opened.close();
  });

  it("are cut where they are long, with the whole in a title", () => {
    const [long] = hostileNames.slice(10);
    const html = renderSections({ title: "T", sections: [{ heading: long!, figures: [] }] }, "");
    expect(html).toContain(`<h2><span title="${long}">long long`);
    expect(html).not.toContain(`<h2>${long}`);
  });
});
