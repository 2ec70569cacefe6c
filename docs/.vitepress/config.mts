import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";
import { slug } from "./anchors.mjs";
import { liveFences } from "./live/fence.mjs";
import { outsideLinks } from "./outside.mjs";
import { sidebar } from "./pages.mjs";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const repository: string = manifest.repository.url.replace(/^git\+|\.git$/g, "");
const versions = process.env.REPGEOM_DOCS_VERSIONS; // address of the list of versions, where there are several

export default defineConfig({
  title: "repgeom",
  description: manifest.description,
  lang: "en",
  cleanUrls: false, // any static server finds page.html
  srcExclude: ["node_modules/**", "README.md"],
  lastUpdated: false,
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    anchor: { slugify: slug },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config(md) {
      outsideLinks(md, repository);
      liveFences(md);
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    sidebar: sidebar(),
    nav: [
      { text: "Five minutes", link: "/five-minutes" },
      { text: "Metrics", link: "/metrics" },
      {
        text: manifest.version,
        items: [
          { text: "Changelog", link: "/changelog" },
          ...(versions ? [{ text: "All versions", link: versions, target: "_self" }] : []),
        ],
      },
    ],
    footer: { message: `repgeom ${manifest.version}, MIT license` },
    docFooter: { prev: false, next: false },
  },
});
