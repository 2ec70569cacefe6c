import { cube } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { sharedMatrix } from "../../base/thread-memory.ts";
import type { Steps } from "../../geometry/parts.ts";
import type { Embedding } from "../../geometry/pcoa.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { geometryParts, principalCoordinates } from "./task.ts";

/** Does all steps on the threads of an engine. The result has the same bits as on this thread. */
export async function onThreads<Result>(steps: Steps<Result>, control: Control): Promise<Result> {
  const { tasks } = await runtimeOf(control);
  let at = steps.next();
  while (!at.done) {
    const { work, parts } = at.value;
    const { pieces, operations, finish } = parts;
    const { name, durable } = work;
    const setup = { work: name, setup: inSharedMemory(parts.setup as object), durable };
    at = steps.next(finish(await tasks.run(geometryParts, setup, pieces, { ...control, operations })));
  }
  return at.value;
}

/** Principal coordinates, on a thread of an engine where they take long. */
export async function principal(d: Matrix, dimensions: number, control: Control): Promise<Embedding> {
  const { tasks } = await runtimeOf(control);
  const operations = 10 * cube(d.rows);
  const setup = sharedMatrix(d);
  const [found] = await tasks.run(principalCoordinates, setup, [dimensions], { ...control, operations });
  return found!;
}

/** The matrices among the members in memory that threads share, so that not each gets a copy. */
function inSharedMemory(setup: object): object {
  const members = Object.entries(setup).map(([name, value]) => [
    name,
    isMatrix(value) ? sharedMatrix(value) : value,
  ]);
  return Object.fromEntries(members) as object;
}

function isMatrix(value: unknown): value is Matrix {
  return typeof value === "object" && value !== null && "rows" in value && "data" in value;
}
