/** The metrics that most calls ask for by name, and how each is loaded: every bundle that takes names has this list. */
export const usual = {
  procrustes: async () => (await import("./procrustes/procrustes.ts")).procrustes,
  permutation: async () => (await import("./matching/permutation.ts")).permutation,
  "soft-matching": async () => (await import("./matching/soft-matching.ts")).softMatching,
  convolutional: async () => (await import("./convolutional/convolutional.ts")).convolutional,
  cca: async () => (await import("./linear/cca.ts")).cca,
  svcca: async () => (await import("./linear/svcca.ts")).svcca,
  pwcca: async () => (await import("./linear/pwcca.ts")).pwcca,
  "kernel-procrustes": async () => (await import("./kernel/kernel-procrustes.ts")).kernelProcrustes,
  "kernel-cca": async () => (await import("./kernel/kernel-cca.ts")).kernelCca,
  cka: async () => (await import("./kernel/cka.ts")).cka,
  rv: async () => (await import("./kernel/rv.ts")).rv,
  nbs: async () => (await import("./procrustes/nbs.ts")).nbs,
  bures: async () => (await import("./procrustes/bures.ts")).bures,
  "linear-regression": async () => (await import("./linear/linear-regression.ts")).linearRegression,
  rsa: async () => (await import("./rsa/rsa.ts")).rsa,
  elementwise: async () => (await import("./elementwise.ts")).elementwise,
  "gaussian-wasserstein": async () =>
    (await import("./gaussian/gaussian-wasserstein.ts")).gaussianWasserstein,
  energy: async () => (await import("./energy/energy.ts")).energy,
  "gaussian-process": async () => (await import("./gaussian/gaussian-process.ts")).gaussianProcess,
} as const;
