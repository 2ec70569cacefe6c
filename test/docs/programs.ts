/** The programs that the blocks of a page are: what is compiled, and what of it is run. */
import { blocksOf, placeOf, type Block } from "./pages.ts";

/** Blocks that belong together. */
export interface Program {
  readonly place: string;
  readonly page: string;
  readonly language: "ts" | "js";
  readonly code: string;
  /** It needs a page: it is compiled, and runs in a browser where it is `live`. */
  readonly inPage: boolean;
  readonly isLive: boolean;
}

const languages: Readonly<Record<string, "ts" | "js">> = {
  ts: "ts",
  typescript: "ts",
  js: "js",
  javascript: "js",
  mjs: "js",
};

export const isCode = ({ language }: Block) => Object.hasOwn(languages, language);

/** A block with the name of a file is for that file, and tests of its own run it. */
const isProgram = (block: Block) =>
  isCode(block) && block.noRun === undefined && !block.words.some((word) => word.includes("."));

const needsPage =
  /\b(document|window|navigator|localStorage|customElements|display)\b|from "repgeom\/charts"/;

/** All programs of a page: each block is one, and `goes-on` adds a block to the one before. */
export function programsOf(page: string): Program[] {
  const programs: Program[] = [];
  for (const block of blocksOf(page).filter(isProgram)) {
    const before = block.words.includes("goes-on") ? programs.pop() : undefined;
    const code = before ? `${before.code}\n${block.code}` : block.code;
    const isLive = block.words.includes("live") || before?.isLive === true;
    const language = languages[block.language]!;
    programs.push({
      place: before?.place ?? placeOf(block),
      page,
      language,
      code,
      isLive,
      inPage: needsPage.test(code),
    });
  }
  return programs;
}

/** Names of files that a program reads. */
export function filesIn(code: string): string[] {
  const words = [...code.matchAll(/["'`]([\w./*-]+\.(?:npy|npz|csv|h5|pt|safetensors|nii\.gz))["'`:]/g)];
  return words.map(([, path]) => path!);
}

/** What a block may use without making it, as the compiler is told; `runner.mjs` makes it. */
export const globals = `
import type { Comparisons, Representation } from "repgeom";

declare global {
  /** Eight networks, the first two of them, and the Procrustes distances of all pairs. */
  const nets: Representation[];
  const x: Representation;
  const y: Representation;
  const D: Comparisons;
  /** In live examples: shows an element, a chart or a value below the code. */
  function display(shown: unknown): void;
}
`;
