import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine, type Control } from "repgeom";
import type { Section } from "../../../src/report/figures.ts";
import { root } from "../folders.ts";

export interface Figure {
  readonly name: string;
  readonly value: number | string;
  readonly interval?: { readonly lower: number; readonly upper: number };
  readonly p?: number;
  readonly note?: string;
}

export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly figures: readonly Figure[];
  readonly answer: "yes" | "partly" | "no" | "cannot say";
  readonly because: string;
}

export interface Answers<Numbers> {
  readonly claims: readonly Claim[];
  readonly sections: readonly Section[];
  readonly numbers: Numbers;
}

interface Study<Numbers> {
  run(given: { control: Control; log: (text: string) => void }): Promise<Answers<Numbers>>;
}

/** Runs a study of examples/studies as `npm run example` does: without relaxed SIMD, so with the same bits everywhere. */
export async function runStudy<Numbers>(name: string): Promise<Answers<Numbers>> {
  const path = join(root, `examples/studies/${name}/study.mjs`);
  const { study } = (await import(path)) as { study: Study<Numbers> };
  const engine = await createEngine({ deterministic: true });
  try {
    return await study.run({ control: { engine }, log() {} });
  } finally {
    engine.close();
  }
}

interface Docs {
  pageWithClaims(path: string, text: string, claims: readonly Claim[]): Promise<string>;
}

/** The page of a study as it is, and as it would be with the table of these claims: the same, if the table is true. */
export async function pagesOf(
  name: string,
  claims: readonly Claim[],
): Promise<{ is: string; wouldBe: string }> {
  const path = join(root, `docs/studies/${name}.md`);
  const is = readFileSync(path, "utf8");
  const { pageWithClaims } = (await import(join(root, "scripts/example/docs.mjs"))) as Docs;
  return { is, wouldBe: await pageWithClaims(path, is, claims) };
}

/** The value of a figure, by the id of its claim and its name. */
export function valueOf(claims: readonly Claim[], id: string, name: string): number | string {
  const figure = claims.find((claim) => claim.id === id)?.figures.find((one) => one.name === name);
  if (!figure) throw new Error(`Claim ${id} has no figure "${name}".`);
  return figure.value;
}
