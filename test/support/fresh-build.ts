// Before the tests, and before each rerun of a watch: builds what is out of date, so that a
// test that goes through dist/ or wasm/ sees the sources as they are. Nothing is built twice.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

const script = fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url));

export default function setup(project: TestProject): void {
  // The mutation check breaks a copy of the tree and builds what it needs by itself.
  if (process.env["REPGEOM_TEST_BUILD"] === "off") return;
  freshen();
  project.onTestsRerun(freshen);
}

/**
 * A build that fails does not stop the tests: it leaves either what the compiler emitted in
 * spite of wrong types, or nothing. Neither is stale, and tests of other files still tell.
 */
function freshen(): void {
  const { status } = spawnSync(process.execPath, [script], { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) {
    process.stderr.write("The build failed (see above): tests that go through dist/ or wasm/ may fail.\n");
  }
}
