import type { ArrayPart, TrainedRepresentation } from "../../data/representation.ts";

/** All of a representation on which a result can depend, as plain data and typed arrays. */
export type Content = { readonly [key: string]: unknown };

/**
 * What a digest of a representation is made of: shapes, layout, stored type and numbers, those of held-out stimuli too.
 * Names of networks and stimuli, and what reading says of its way, are not part of it: a file that was moved
 * has the same content. What is absent has no key.
 */
export function contentOf({
  shape,
  data,
  layout,
  stored,
  repeats,
  covariances,
  factors,
  test,
}: TrainedRepresentation): Content {
  return {
    shape: [...shape],
    data,
    ...(layout && { layout }),
    ...(stored && { stored }),
    ...(repeats && { repeats: [...repeats] }),
    ...(covariances && { covariances: partOf(covariances) }),
    ...(factors && { factors: partOf(factors) }),
    ...(test && { test: contentOf(test) }),
  };
}

function partOf({ shape, data }: ArrayPart): Content {
  return { shape: [...shape], data };
}
