// Networks of the size of ImageNet's validation set and beyond: half an hour and up to 12 GB. Not part of
// `npm test`: REPGEOM_LARGE=1 npx vitest run test/large (see CONTRIBUTING.md).

import { describe, expect, it } from "vitest";
import { createEngine, type MetricSpec } from "../../src/index.ts";
import { expectedOf, pairOfWaves, representationOf } from "../support/waves.ts";

const hour = 3_600_000;

const cases: readonly [stimuli: number, units: number, spec: MetricSpec][] = [
  [50_000, 2048, { metric: "svcca" }],
  [50_000, 2048, { metric: "linear-regression" }],
  [50_000, 2048, { metric: "procrustes", alpha: 0.5 }],
  [50_000, 2048, { metric: "nbs" }],
  [120_000, 800, { metric: "pwcca" }],
  [100, 800_000, { metric: "pwcca" }],
];

describe.runIf(process.env["REPGEOM_LARGE"] === "1")("networks whose scratch memory was beyond 2 GiB", () => {
  it.each(cases)(
    "%i × %i have the value that they were made with: %o",
    async (stimuli, units, spec) => {
      const waves = pairOfWaves(stimuli, units);
      const networks = waves.map((one, k) => representationOf("xy"[k]!, one));
      const engine = await createEngine({ threads: 0 });
      const { values } = await engine.pairwise(networks, spec);
      const alpha = spec.metric === "procrustes" ? spec.alpha : 1;
      expect(values[1]).toBeCloseTo(expectedOf(waves, spec.metric, alpha), 10);
    },
    hour,
  );
});
