import type { Matrix } from "../../base/matrix.ts";
import { placeResponses } from "../../data/responses.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import { inputOf } from "./draws.ts";
import type { Check } from "./result.ts";
import { failed, passed, type Subject } from "./subject.ts";

/** Whether its functions leave alone what they are given: others are compared with it later. */
export async function unchangedInputs(on: Subject, check: string): Promise<Check> {
  const { metric, spec, runtime } = on;
  const random = on.random(check);
  const [p, q] = on.pairs[0]!;
  const { accepts } = metric;
  const inputs = [p, q].map((units, k) => inputOf(accepts, "xy"[k]!, on.draw(random, units)));
  const found = await runtime.alone(async () =>
    runtime.kernels.scope(() => {
      const { kernels } = runtime;
      const prepared = inputs.map((input) => {
        const placed = placeResponses(input, kernels);
        const before = placed.responses.data.slice();
        const made = metric.prepare(placed, spec.options, kernels) as Prepared;
        const after = placed.responses.data;
        return { made, isSame: before.every((value, k) => Object.is(value, after[k])) };
      });
      if (!prepared.every(({ isSame }) => isSame)) return "prepare writes into the responses";
      if (metric.form !== "pair") return undefined;
      const [x, y] = prepared.map(({ made }) => made) as [Prepared, Prepared];
      const before = [x, y].map(contentOf);
      metric.compare(x, y, spec.options, kernels);
      const changed = [x, y].map(contentOf).findIndex((content, k) => content !== before[k]);
      return changed < 0 ? undefined : `compare writes into its ${["first", "second"][changed]} argument`;
    }),
  );
  return found === undefined ? passed(check) : failed(check, `${found}; take a copy: data.slice()`);
}

/** Every number of it as text. */
function contentOf(prepared: Prepared): string {
  return JSON.stringify(
    Object.entries(prepared).map(([name, part]) => [
      name,
      typeof part === "number" ? part : [...(part as Matrix).data],
    ]),
  );
}
