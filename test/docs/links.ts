import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { slug } from "../../docs/.vitepress/anchors.mjs";
import { root, textOf } from "./pages.ts";

const withoutCode = (text: string) => text.replace(/^( *)```[^]*?^\1```/gm, "");
const linkOf = /(?<!`)\]\(([^)\s]+)\)/g;

/** Targets of the links and pictures of a page, but of addresses. */
export function linksIn(text: string): string[] {
  return [...withoutCode(text).matchAll(linkOf)]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** Anchors of the headings, as hosts of repositories make them (a second heading of one title has `-1`), and those of `<a id>`. */
export function anchorsIn(text: string): string[] {
  const found = new Map<string, number>();
  const given = [...withoutCode(text).matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!);
  const ofHeadings = [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, title]) => {
    const anchor = slug(title!.replace(/\]\([^)]*\)/g, "]"));
    const before = found.get(anchor) ?? 0;
    found.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return [...ofHeadings, ...given];
}

/** What a page includes belongs to it. */
function wholeText(page: string): string {
  return textOf(page).replace(/<!--@include: (\S+?)-->/g, (_, path: string) =>
    textOf(join(dirname(page), path)),
  );
}

/** Whether a link of a page leads to a file, and to a heading of it. */
export function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const file = path === "" ? page : join(dirname(page), decodeURI(path));
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || !file.endsWith(".md") || anchorsIn(wholeText(file)).includes(anchor);
}
