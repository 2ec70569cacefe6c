// What summary.json keeps beside the claims.
import { architectures } from "./data.mjs";

export function numbersOf({ training, found, differences, all, simulated }) {
  return {
    networks: Object.fromEntries(
      architectures.map((name) => [name, training.architectures[name].networks.map(factsOf)]),
    ),
    checkpoints: training.checkpoints,
    architectures: Object.fromEntries(architectures.map((name) => [name, ofKind(found[name])])),
    differences,
    wrsms: { names: all.names, correlations: [...all.correlations.data] },
    simulated,
  };
}

function factsOf({ seed, parameters, trained, test }) {
  return { seed, parameters, trained, test };
}

function ofKind({ course, relabelled, forced, layers, features, positions, agreement, courses }) {
  const { units, ...correlations } = courses;
  return {
    training: course.map(({ stacks, ...one }) => one),
    nativeAmongRelabelled: { value: relabelled.value, p: relabelled.p },
    sharedAfterShuffledFit: forced,
    varianceExplained: layers.map(({ forced: { fitted, own, others }, ...one }) => ({
      ...one,
      forced: { fitted, own, others: others.value },
    })),
    varianceByFeatures: features,
    ...(positions ? { varianceOfPositions: positions } : {}),
    wrsmAgreement: agreement,
    isc: correlations,
  };
}
