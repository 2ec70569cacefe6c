/** Why two representations differ, as sections of a report. */
import type { Engine, MetricSpec, Representation } from "repgeom";
import { alignSection, type AlignInput, type Section } from "repgeom/report";

export async function explained(
  x: Representation,
  y: Representation,
  spec: MetricSpec,
  engine: Engine,
): Promise<readonly Section[]> {
  const found = await engine.align(x, y, spec);
  const value = await engine.compare(x, y, spec);
  return [alignSection({ found, x: inputOf(x), y: inputOf(y), metric: spec.metric, value })];
}

function inputOf({ name, shape, data, stimuli }: Representation): AlignInput {
  const [rows, cols] = shape as [number, number];
  return { name, responses: { rows, cols, data: Float64Array.from(data) }, ...(stimuli && { stimuli }) };
}
