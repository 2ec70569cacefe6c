// npm run size: what a page loads that uses a part of the library, in bytes of brotli, each with the size that it is to stay
// within. The pages are bundled by the project's Vite from the built package, as a user's would be; without the kernels, which
// are wasm of 24 kB. "First" is the script with all that it imports. What is loaded later is counted where it is named: a metric
// that was asked for by its name is.
import { bundled } from "./scripts/page-bundle.mjs";
import { loadedFirst } from "./scripts/studio/first-load.mjs";

const pages = [
  { name: "OptionError", uses: ["OptionError"], limit: "1 kB" },
  { name: "linkage", uses: ["linkage"], limit: "3.2 kB" },
  { name: "read, first", uses: ["read"], limit: "2 kB" },
  { name: "rdm, first", uses: ["rdm"], limit: "25 kB" },
  { name: "compare, first", uses: ["compare"], limit: "25 kB" },
  {
    name: "compare, first and the metric cka by its name",
    uses: ["compare"],
    loads: ["metrics/kernel/cka.js"],
    limit: "30 kB",
  },
  {
    name: 'compare with cka of "repgeom/metrics/cka"',
    uses: ["compare"],
    metrics: ["cka"],
    limit: "30 kB",
  },
  { name: "everything, first", uses: ["*"], limit: "272 kB" },
  { name: "worker thread", uses: ["compare"], only: "worker", limit: "174 kB" },
];

const checks = [];
for (const { limit, ...page } of pages) checks.push({ name: page.name, limit, path: await bundled(page) });

checks.push({
  name: "the studio, first: page, workers and kernels, without the examples",
  limit: "255 kB", // with the metric of the first question; the others come when they are wanted, or a moment later
  path: loadedFirst(),
});

export default checks;
