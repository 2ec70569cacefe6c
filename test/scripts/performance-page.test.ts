import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("docs/performance.md is what bench/RESULTS.md says", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/docs/performance.mjs", "--check"], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
