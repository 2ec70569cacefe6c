import type { Matrix } from "../../base/matrix.ts";
import type { Embedding } from "../../geometry/pcoa.ts";
import { defineTask } from "../../run/tasks/task.ts";

/** Which work of `geometry` is done, and what its pieces share. */
interface GeometrySetup {
  readonly work: string;
  readonly setup: unknown;
  readonly durable?: true | undefined;
}

/** Work of `geometry` in parts. */
export const geometryParts = defineTask<GeometrySetup, unknown, unknown>("geometry", {
  async open({ work, setup }) {
    const { works } = await import("../../geometry/works.ts");
    return works.find(({ name }) => name === work)!.open(setup);
  },
  durable: ({ work, setup, durable }) => (durable ? { work, setup } : undefined),
});

/** Principal coordinates of distances, n × n; a piece is the number of axes. */
export const principalCoordinates = defineTask<Matrix, number, Embedding>("principal-coordinates", {
  async open(d, kernels) {
    const { pcoa } = await import("../../geometry/pcoa.ts");
    return (dimensions) => pcoa(d, dimensions, (a) => kernels.eigh(a));
  },
});
