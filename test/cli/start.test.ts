import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { expect, it } from "vitest";

it("npm start compares the example by every measure it names and writes the report", () => {
  rmSync("out/report.html", { force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/start.mjs"], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining("Error") as string });
  expect(stdout).toContain("15 noise-5");
  expect(existsSync("out/report.html")).toBe(true);
}, 120_000);
