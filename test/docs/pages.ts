/** The pages that people read: README, the guides of `docs/`, and what else is linked with them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allPages } from "../../docs/.vitepress/pages.mjs";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const guides = allPages().map((name) => `docs/${name}.md`);
/** Pages whose code and command lines are run. */
export const pagesWithCode = ["README.md", ...guides];
/** Pages whose links are followed. */
export const pages = [...pagesWithCode, "CHANGELOG.md", "CONTRIBUTING.md"];

export const textOf = (page: string) => readFileSync(join(root, page), "utf8");

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  /** Where it stands, for messages. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language: `live`, `goes-on`, the name of a file. */
  readonly words: readonly string[];
  /** Why it is not run here; undefined of one that is. */
  readonly noRun: string | undefined;
  readonly code: string;
}

const fence = /^( *)```(\S+)(.*)\n([^]*?)^\1```/gm;

/** All blocks of a page that name a language. */
export function blocksOf(page: string, text = textOf(page)): Block[] {
  return [...text.matchAll(fence)].map((found) => {
    const [, , language, info, code] = found as unknown as string[];
    const [before, reason] = info!.split(/\bno-run\b/);
    return {
      page,
      line: text.slice(0, found.index).split("\n").length,
      language: language!,
      words: before!.trim().split(/\s+/).filter(Boolean),
      noRun: reason?.replace(/^\W+/, "").trim(),
      code: code!,
    };
  });
}

export const placeOf = ({ page, line }: Pick<Block, "page" | "line">) => `${page}:${line}`;
