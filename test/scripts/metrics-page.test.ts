import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { metrics } from "../../src/metrics/all.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("docs/metrics.md and docs/choosing.md are what the registry says", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/document-metrics.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

it("docs/citing.md is what the lists of sources say", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/document-citations.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

it("README.md names every metric, and no other, and counts them", () => {
  const [, section] = readFileSync(`${root}/README.md`, "utf8").split(/^## Metrics$/m);
  const [table] = section!.split("[docs/metrics.md]");
  const named = [...table!.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(Object.keys(metrics).toSorted());
  expect(readFileSync(`${root}/README.md`, "utf8")).toContain(`with ${named.length} [metrics]`);
});
