/** All metrics at once: for lists, help and the descriptions that the library exports. */
import { bures } from "./procrustes/bures.ts";
import { cca } from "./linear/cca.ts";
import { cka } from "./kernel/cka.ts";
import { convolutional } from "./convolutional/convolutional.ts";
import { elementwise } from "./elementwise.ts";
import { energy } from "./energy/energy.ts";
import { gaussianProcess } from "./gaussian/gaussian-process.ts";
import { gaussianWasserstein } from "./gaussian/gaussian-wasserstein.ts";
import { kernelCca } from "./kernel/kernel-cca.ts";
import { kernelProcrustes } from "./kernel/kernel-procrustes.ts";
import { linearRegression } from "./linear/linear-regression.ts";
import { nbs } from "./procrustes/nbs.ts";
import { permutation } from "./matching/permutation.ts";
import { procrustes } from "./procrustes/procrustes.ts";
import { pwcca } from "./linear/pwcca.ts";
import type { MetricDescriptions, MetricName, MetricNamed } from "./registry.ts";
import { rsa } from "./rsa/rsa.ts";
import { rv } from "./kernel/rv.ts";
import { softMatching } from "./matching/soft-matching.ts";
import { svcca } from "./linear/svcca.ts";

/** In the order of the registry, which the compiler holds against this list. */
export const metrics = {
  procrustes,
  permutation,
  "soft-matching": softMatching,
  convolutional,
  cca,
  svcca,
  pwcca,
  "kernel-procrustes": kernelProcrustes,
  "kernel-cca": kernelCca,
  cka,
  rv,
  nbs,
  bures,
  "linear-regression": linearRegression,
  rsa,
  elementwise,
  "gaussian-wasserstein": gaussianWasserstein,
  energy,
  "gaussian-process": gaussianProcess,
} as const satisfies { readonly [Name in MetricName]: MetricNamed<Name> };

/** What the library exports of them. */
export const metricDescriptions = metrics as unknown as MetricDescriptions;
