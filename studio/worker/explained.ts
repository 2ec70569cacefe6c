/** Why two representations differ, as sections of a report. */
import type { Engine, MetricSpec, Representation } from "repgeom";
import { explainSection, type Fact, type Section } from "repgeom/report";

type Explanation = Awaited<ReturnType<Engine["explain"]>>;

/**
 * @param leaveOut - whether each stimulus and unit is also left out in turn where the value is no sum: some
 *   seconds of work. Without it what is a sum is given alone.
 */
export async function explained(
  x: Representation,
  y: Representation,
  spec: MetricSpec,
  leaveOut: boolean,
  engine: Engine,
): Promise<readonly Section[]> {
  const found = await engine.explain(x, y, spec, leaveOut ? {} : { leaveOut: 0 });
  const { facts = [], warnings = [], ...section } = explainSection({ found });
  const asked = warnings.filter((text) => leaveOut || !text.includes("leaveOut is 0"));
  return [{ ...section, warnings: asked, facts: [...sumsOf(found), ...facts] }];
}

/** That the shares add to the value is seen, not believed: they are added here. */
function sumsOf(found: Explanation): Fact[] {
  const kinds = [
    ["stimuli", "Sum over stimuli"],
    ["unitsX", `Sum over units of ${found.names[0]}`],
    ["unitsY", `Sum over units of ${found.names[1]}`],
  ] as const;
  return kinds.flatMap(([kind, term]) => {
    const shares = found[kind];
    if (shares?.form !== "sum") return [];
    const sum = shares.shares.reduce((total, share) => total + share, 0);
    const rest = shares.rest ? ` and ${digits(shares.rest)} of none of them` : "";
    return { term, text: `${digits(sum)}${rest}, of ${digits(shares.total)}` };
  });
}

const digits = (value: number) => String(Number(value.toPrecision(6))).replaceAll("-", "−");
