import type { Matrix } from "../../base/matrix.ts";
import type { Eigh } from "../../wasm/kernels.ts";
import { defineTask } from "./task.ts";

/** The eigenproblem of a symmetric matrix, in one piece. */
export const eighOf = defineTask<Matrix, null, Eigh>("eigh", {
  open: (a, kernels) => () => {
    const { values, vectors } = kernels.eigh(a);
    return { values: values.slice(), vectors: kernels.detach(vectors) };
  },
});
