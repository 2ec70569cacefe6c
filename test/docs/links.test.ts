import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { siteLink } from "../../docs/.vitepress/outside.mjs";
import { groupsOfPages } from "../../docs/.vitepress/pages.mjs";
import { anchorsIn, leadsSomewhere, linksIn } from "./links.ts";
import { pages, root, textOf } from "./pages.ts";

it.each(pages)("the links of %s lead to files and headings", (page) => {
  expect(linksIn(textOf(page)).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
});

it("a link to no file, and one to no heading, are found", () => {
  const links = linksIn("[a](none.md), [b](studio.md#none), [c](studio.md)\n```md\n[d](none.md)\n```\n");
  expect(links.filter((link) => !leadsSomewhere("docs/queue.md", link))).toEqual([
    "none.md",
    "studio.md#none",
  ]);
});

it("anchors are those of hosts of repositories", () => {
  expect(anchorsIn("# `chart(figure, options)`\n## A & B\n## A & B\n")).toEqual([
    "chartfigure-options",
    "a--b",
    "a--b-1",
  ]);
});

it("every page stands in the sidebar, in a group that was chosen for it", () => {
  const more = groupsOfPages().find(({ title }) => title === "More");
  expect(more?.pages ?? []).toEqual([]);
});

it("on the site, links out of docs/ lead to the repository, and to what is a page there to that", () => {
  const { repository } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly repository: { readonly url: string };
  };
  const home = repository.url.replace(/^git\+|\.git$/g, "");
  const on = (page: string, link: string) => siteLink(link, page, home);
  expect(on("studies/a.md", "../../examples/rnn-dms")).toBe(`${home}/blob/HEAD/examples/rnn-dms`);
  expect(on("studies/a.md", "../queue.md#x")).toBe("../queue.md#x");
  expect(on("studies/a.md", "../../CHANGELOG.md")).toBe("../changelog.md");
  expect(on("changelog.md", "docs/queue.md#x")).toBe("./queue.md#x");
  expect(on("changelog.md", "../CHANGELOG.md")).toBe(`${home}/blob/HEAD/CHANGELOG.md`);
  expect(on("queue.md", "https://example.org/")).toBe("https://example.org/");
});
