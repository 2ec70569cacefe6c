/** Every kind of question by name: the half that computes, loaded when it is first asked. */
import type { Runner } from "../../worker/runner.ts";

export const runners: Readonly<Record<string, () => Promise<Runner>>> = {
  cross: () => import("./cross/run.ts").then(({ run }) => run),
  metrics: () => import("./metrics/run.ts").then(({ run }) => run),
  pairs: () => import("./pairs/run.ts").then(({ run }) => run),
  space: () => import("./space/run.ts").then(({ run }) => run),
  layers: () => import("./layers/run.ts").then(({ run }) => run),
  "shared-space": () => import("./shared-space/run.ts").then(({ run }) => run),
  isc: () => import("./isc/run.ts").then(({ run }) => run),
  rdm: () => import("./rdm/run.ts").then(({ run }) => run),
  rsa: () => import("./rsa/run.ts").then(({ run }) => run),
};
