import { expect, it } from "vitest";
import { createEngine, pairwise } from "repgeom";
import { report } from "repgeom/report";

/** As a page without a bundler loads them: each file has a copy of the library in it. */
async function copies() {
  const at = (name: string) => new URL(`../../dist/browser/${name}.min.js`, import.meta.url).href;
  const library = (await import(/* @vite-ignore */ at("repgeom.inline"))) as {
    createEngine: typeof createEngine;
    pairwise: typeof pairwise;
  };
  const reporting = (await import(/* @vite-ignore */ at("repgeom.report"))) as { report: typeof report };
  return { ...library, report: reporting.report };
}

const networks = Array.from({ length: 5 }, (_, k) =>
  Array.from({ length: 8 }, (_, i) => [(i * (k + 2)) % 7, ((i + k) * 5) % 11, (i * i + k) % 5]),
);

it("a report is computed by the engine of the other file of a page, with the same bits", async () => {
  const page = await copies();
  const made = [page, { createEngine, pairwise, report }].map(async (from) => {
    const engine = await from.createEngine({ threads: 0, deterministic: true });
    const D = await from.pairwise(networks, { metric: "cka" }, { engine });
    return from.report([D], { title: "Networks" }, { engine });
  });
  const [inPage, here] = await Promise.all(made);
  expect(inPage).toBe(here);
});

it("what createEngine did not make is refused", async () => {
  const engine = { threads: 0, close: () => {} };
  await expect(pairwise(networks, { metric: "cka" }, { engine })).rejects.toThrow(
    /no engine of createEngine/,
  );
});
