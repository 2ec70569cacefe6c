import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import * as api from "repgeom";
import { poolJob, probeNames, runProbes } from "../../scripts/runtimes/probes.mjs";

const bits = JSON.parse(
  readFileSync(new URL("../../scripts/runtimes/bits.json", import.meta.url), "utf8"),
) as { probes: Record<string, string>; poolJob: string };

describe("a deterministic engine gives the bits of scripts/runtimes/bits.json", () => {
  let engine: api.Engine;
  beforeAll(async () => (engine = await api.createEngine({ threads: 2, deterministic: true })));
  afterAll(() => engine.close());

  it("in every probe", async () => {
    expect(probeNames.length).toBeGreaterThanOrEqual(65);
    expect(await runProbes(api, engine)).toEqual(bits.probes);
  }, 60_000);

  it("in a job of several threads, and on one", async () => {
    const single = await api.createEngine({ threads: 0, deterministic: true });
    expect([await poolJob(api, engine), await poolJob(api, single)]).toEqual([bits.poolJob, bits.poolJob]);
    single.close();
  });
});
