import { fetchedFiles, namesOf, type Example } from "./example.ts";

/** Made by examples/layer-by-region/moments.mjs. */
const layers = import.meta.glob<string>("../../../examples/layer-by-region/moments/layers/*.npy", {
  eager: true,
  import: "default",
  query: "?url",
});

const subjects = import.meta.glob<string>(
  [
    "../../../examples/layer-by-region/moments/early/*.npy",
    "../../../examples/layer-by-region/moments/middle/*.npy",
    "../../../examples/layer-by-region/moments/late/*.npy",
  ],
  { eager: true, import: "default", query: "?url" },
);

/** Regions from low to high. */
const regions = ["early", "middle", "late"];

export const layersAndRegions: Example = {
  name: "layers",
  title: "Layers against regions, with noise ceilings",
  about:
    "Six moments of two recurrent networks as layers, three moments of nine others as regions of nine subjects: which is most like which.",
  question: {
    kind: "layers",
    metrics: [],
    options: {
      network: "network",
      region: "region",
      dissimilarity: "euclidean",
      comparator: "spearman",
      samples: 200,
    },
  },
  look: {},
  async load() {
    const [rows, columns] = await Promise.all([
      fetchedFiles("layers", layers),
      fetchedFiles("layers", subjects),
    ]);
    const sorted = regions.flatMap((region) =>
      columns.filter(({ origin }) => "path" in origin && origin.path.includes(`/${region}/`)),
    );
    const [layerNames, subjectNames] = [namesOf(rows), namesOf(sorted)];
    const names = [...layerNames, ...subjectNames];
    return {
      incoming: [...rows, ...sorted],
      table: {
        names,
        columns: {
          network: names.map((name) => name.replace(/^(early|middle|late)-|-moment-\d+$/g, "")),
          region: [...layerNames.map(() => null), ...subjectNames.map((name) => name.split("-")[0]!)],
        },
      },
      sides: Object.fromEntries(names.map((name, k) => [name, k < layerNames.length ? "rows" : "columns"])),
    };
  },
};
