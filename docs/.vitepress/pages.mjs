// The order of the pages in the sidebar. A page that is not written yet is left out, and a page that stands in no
// list is shown under "More", so that every file can be reached.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const docs = dirname(dirname(fileURLToPath(import.meta.url)));

/** A name is a page; a name that ends in `/` is all pages of a folder that are named nowhere. */
const groups = [
  ["Start", ["five-minutes", "choosing", "blind-spots", "preparing-data", "recipes", "studio"]],
  ["Studies", ["studies/rnn-noise", "studies/shared-geometry", "studies/shape-space", "studies/layers-and-cortex", "studies/"]],
  ["Metrics", ["metrics", "metrics/shapes", "metrics/units", "metrics/linear", "metrics/kernels", "metrics/neighbours", "metrics/noise", "metrics/topology", "metrics/descriptors", "metrics/outputs", "metrics/", "stochastic", "gradients", "own-metrics"]],
  ["Analyses", ["space", "rdms", "rsa", "searchlight", "shared-spaces", "isc", "explain", "statistics", "estimators", "reports", "reporting"]],
  ["Files", ["formats", "files", "privacy"]],
  ["From other packages", ["coming-from/index", "coming-from/netrep", "coming-from/rsatoolbox", "coming-from/brainiak", "coming-from/resi", "coming-from/cka-scripts", "coming-from/similarity-repository", "coming-from/mne-rsa", "coming-from/"]],
  ["Commands and programs", ["commands", "javascript"]],
  ["In a page, on a server", ["embedding", "charts", "platforms", "edge", "service"]],
  ["Many networks", ["scale", "checkpoints", "queue", "large"]],
  ["What is promised", ["guarantees", "performance"]],
  ["Of the project", ["glossary", "troubleshooting", "citing", "extending", "architecture", "changelog"]],
]; // prettier-ignore

/** Pages that are reached in another way than by the list. */
const apart = new Set(["index"]);
/** Folders of which the pages are made, or which have none. */
const skipped = new Set(["api", "node_modules", "images", "public"]);

/** Every page that is written by hand, as a path without `.md`. */
export function allPages(folder = "") {
  return readdirSync(join(docs, folder), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && !(folder === "" && skipped.has(name)))
    .flatMap((entry) => {
      const path = folder + entry.name;
      if (entry.isDirectory()) return allPages(`${path}/`);
      return path.endsWith(".md") ? [path.slice(0, -".md".length)] : [];
    });
}

/** The first heading of a page. */
export function titleOf(page) {
  const text = readFileSync(join(docs, `${page}.md`), "utf8");
  const [, title] =
    /^title: (.+)$/m.exec(/^---\n[^]*?\n---\n/.exec(text)?.[0] ?? "") ?? /^# (.+)$/m.exec(text) ?? [];
  return (title ?? page).replace(/[`*]/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}

/** The pages of each group, each once. */
export function groupsOfPages() {
  const left = new Set(allPages().filter((page) => !apart.has(page)));
  const named = new Set(groups.flatMap(([, names]) => names));
  const ofFolder = (name) => [...left].filter((page) => page.startsWith(name) && !named.has(page)).toSorted();
  const take = (name) => (name.endsWith("/") ? ofFolder(name) : [name]).filter((page) => left.delete(page));
  const listed = groups.map(([title, names]) => ({ title, pages: names.flatMap(take) }));
  return [...listed, { title: "More", pages: [...left].toSorted() }].filter(({ pages }) => pages.length > 0);
}

/** The modules of the API where it was made: its pages, and those of their functions and classes. */
function apiSidebar() {
  const folder = join(docs, "api");
  if (!existsSync(folder)) return [];
  const pagesIn = (path) =>
    existsSync(join(folder, path)) ? readdirSync(join(folder, path)).toSorted() : [];
  const modules = pagesIn(".").filter((name) => existsSync(join(folder, name, "README.md")));
  return modules.map((name) => ({
    text: name === "index" ? "repgeom" : `repgeom/${{ reporting: "report" }[name] ?? name}`,
    link: `/api/${name}/README`,
    collapsed: name !== "index",
    items: ["classes", "functions"].flatMap((kind) =>
      pagesIn(`${name}/${kind}`).map((file) => ({
        text: file.replace(/\.md$/, ""),
        link: `/api/${name}/${kind}/${file.replace(/\.md$/, "")}`,
      })),
    ),
  }));
}

/** The sidebar, and the one of the API, which is long and so only on its own pages. */
export function sidebar() {
  const groups = groupsOfPages().map(({ title, pages }) => ({
    text: title,
    items: pages.map((page) => ({ text: titleOf(page), link: `/${page}` })),
  }));
  const api = apiSidebar();
  const toApi =
    api.length > 0 ? [{ text: "API", items: [{ text: "Every function", link: "/api/README" }] }] : [];
  return { "/api/": [{ text: "API", items: api }], "/": [...groups, ...toApi] };
}
