import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

/** The short form of `npm run faults`, with bounds for a busy machine. */
it("npm run faults finds every fault ended right", () => {
  const words = ["--trials", "1", "--commands", "rdm,cluster", "--limit", "10000"];
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/faults/run.mjs", ...words], {
    encoding: "utf8",
  });
  expect({ status, stderr, stdout }).toMatchObject({ status: 0, stderr: "" });
  for (const fault of [
    "worker killed",
    "SIGINT, cluster",
    "SIGTERM, rdm",
    "kill -9",
    "disk full",
    "pipe closed",
  ])
    expect(stdout).toContain(fault);
}, 300_000);

it("npm run faults fails where something ends wrong", () => {
  // no signal is heard so soon
  const words = ["--trials", "1", "--only", "SIGINT", "--commands", "embed", "--limit", "0"];
  const { status, stdout } = spawnSync(process.execPath, ["scripts/faults/run.mjs", ...words], {
    encoding: "utf8",
  });
  expect({ status, stdout }).toMatchObject({ status: 1 });
  expect(stdout).toMatch(/wrong: SIGINT, embed: took \d+ ms/);
}, 300_000);
