/** What a shared space is made by, and what of it is looked at. */
import {
  fastSrmOptions,
  hyperalignOptions,
  irsmOptions,
  resolveOptions,
  robustSrmOptions,
  rsmAgreementOptions,
  srmOptions,
  type AnySchemas,
} from "repgeom/options";
import type { Data } from "../kind.ts";

export const methods = ["srm", "robust-srm", "fast-srm", "hyperalignment"] as const;
export type Method = (typeof methods)[number];

const { start: _s, perturbation: _p, missing: _m, ...srm } = srmOptions;
const { start: _rs, ...robust } = robustSrmOptions;
const { start: _fs, atlas: _a, perturbation: _fp, onMap: _o, ...fast } = fastSrmOptions;

/** What each method is told. */
const own = {
  srm,
  "robust-srm": robust,
  "fast-srm": fast,
  hyperalignment: hyperalignOptions,
} as const satisfies Record<Method, AnySchemas>;

/** All of them, by the names of the command line. */
export const flagOptions = {
  method: {
    type: "choice",
    choices: methods,
    default: "srm" as Method,
    doc: "How networks are aligned. srm: shared response model (Chen et al., 2015). robust-srm: with an individual part of each (Turek et al., 2018). fast-srm: on reduced units (Richard et al., 2019). hyperalignment: rotations onto a running mean (Haxby et al., 2011).",
  },
  ...srm,
  gamma: robust.gamma,
  components: fast.components,
  similarity: irsmOptions.similarity,
  samples: rsmAgreementOptions.samples,
} satisfies AnySchemas;

export function optionsOf({ items }: Data): AnySchemas {
  const names = items.map(({ name }) => name);
  if (names.length === 0) return flagOptions;
  const doc = "The network to whose similarities all are likened. Without it the last.";
  return { ...flagOptions, reference: { type: "choice", choices: names, default: undefined, doc } };
}

/** Options that the method does not have, each with whose they are. */
export function idleFor(method: Method): Record<string, string> {
  const known = own[method] as AnySchemas;
  const shared = new Set(["method", "similarity", "samples", "seed"]);
  const idle = Object.keys(flagOptions).filter((name) => !shared.has(name) && !(name in known));
  const owners = (name: string) => methods.filter((one) => name in own[one]).join(", ");
  return Object.fromEntries(idle.map((name) => [name, `It is of ${owners(name)}.`]));
}

/** What was asked, with the options of the method alone, and those of what is looked at. */
export function chosenOf({ reference, ...given }: Readonly<Record<string, unknown>>) {
  const { method, similarity, samples, seed, ...fit } = resolveOptions("shared space", flagOptions, given);
  const asked = { ...fit, seed } as Record<string, unknown>;
  const fitted = Object.fromEntries(
    Object.keys(own[method]).flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]]])),
  );
  return {
    method,
    fit: fitted,
    similarity,
    bootstrap: { samples, seed },
    reference: reference as string | undefined,
  };
}
