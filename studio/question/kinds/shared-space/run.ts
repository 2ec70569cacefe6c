import { writeNpy } from "repgeom";
import type { Engine, Estimate, Representation, RsmStack, SharedSpaceResult } from "repgeom";
import { sharedPaths, sharedSpaceSection, type SharedSpaceReport } from "repgeom/report";
import type { MadeFile, Runner, Work } from "../../../worker/runner.ts";
import { writtenFiles } from "../made.ts";
import { chosenOf, type Method } from "./options.ts";

type Control = Work["control"];

/** The space, then the similarity matrices between networks before and after, and how they agree. */
export const run: Runner = async ({ task, given, engine, control }) => {
  const { method, fit, similarity, bootstrap, reference } = chosenOf(task.question.options);
  const networks = given.map(({ representation }) => representation);
  const names = networks.map(({ name }) => name);
  const during = (part: string): Control => ({
    ...control,
    onProgress: (progress) => control.onProgress({ ...progress, part }),
  });
  const space = await fits[method](networks, fit, engine, during("the space"));
  const within = during("similarities");
  const study = await studyOf({ networks, space, similarity, bootstrap }, engine, within);
  const target = study.wrsm.of(reference === undefined ? names.length - 1 : names.indexOf(reference));
  const paths = await sharedPaths(space, networks, (a) => engine.eigh(a, within));
  const against = (stack: RsmStack) => engine.rsmsAgainst(stack, target, within);
  const report: SharedSpaceReport = {
    space: { ...space, warnings: [...space.warnings, ...warningsOf(study)] },
    ...study,
    against: {
      reference: reference ?? names.at(-1)!,
      wrsm: await against(study.wrsm),
      shared: await against(study.shared.irsm),
      ...(study.native && { native: await against(study.native.irsm) }),
    },
    ...(paths && { paths }),
  };
  return {
    title: `Shared space by ${method}, ${space.features} features`,
    sections: [sharedSpaceSection(report)],
    files: filesOf(space, study),
    result: { space, study },
  };
};

type Fitted = Promise<SharedSpaceResult>;
type Fit = (networks: readonly Representation[], options: object, engine: Engine, control: Control) => Fitted;

const fits: Readonly<Record<Method, Fit>> = {
  srm: (networks, options, engine, control) => engine.srm(networks, options, control),
  "robust-srm": (networks, options, engine, control) => engine.robustSrm(networks, options, control),
  "fast-srm": (networks, options, engine, control) =>
    engine.fastSrm(
      networks.map((one) => async () => one),
      options,
      control,
    ),
  hyperalignment: (networks, options, engine, control) => engine.hyperalign(networks, options, control),
};

/** What is compared. */
interface Compared {
  readonly networks: readonly Representation[];
  readonly space: SharedSpaceResult;
  readonly similarity: RsmStack["similarity"];
  readonly bootstrap: { readonly samples: number; readonly seed: number };
}

type Study = Pick<SharedSpaceReport, "wrsm" | "agreement" | "shared" | "native">;

/** Native responses have no matrices between networks where their numbers of units differ. */
async function studyOf(
  { networks, space, similarity, bootstrap }: Compared,
  engine: Engine,
  control: Control,
): Promise<Study> {
  const { stimuli } = networks[0]!;
  const moved = space.aligned.map(({ rows, cols, data }, k) => {
    const one = { name: space.names[k]!, shape: [rows, cols], data };
    return stimuli ? { ...one, stimuli } : one;
  });
  const wrsm = await engine.wrsm(networks, { similarity }, control);
  const between = async (given: readonly Representation[]) => {
    const irsm = await engine.irsm(given, { similarity }, control);
    return { irsm, correlation: await engine.correlateRsms(wrsm, irsm, bootstrap, control) };
  };
  const agreement = await engine.rsmAgreement(wrsm, bootstrap, control);
  const study = { wrsm, agreement, shared: await between(moved) };
  const widths = new Set(networks.map(({ shape }) => shape[1]));
  return widths.size === 1 ? { ...study, native: await between(networks) } : study;
}

function warningsOf({ native, agreement }: Study): string[] {
  return [
    ...(native
      ? []
      : ["The networks differ in their number of units: there are no native similarities between them."]),
    ...(Number.isNaN(agreement.lower) ? ["There is no interval for the agreement within networks."] : []),
  ];
}

/** Those that the command line writes into its folder. */
function filesOf(space: SharedSpaceResult, { wrsm, native, shared, agreement }: Study): MadeFile[] {
  const summary = {
    similarity: wrsm.similarity,
    wrsmIrsmCorrelation: {
      native: native ? estimateOf(native.correlation) : null,
      shared: estimateOf(shared.correlation),
    },
    wrsmAgreement: estimateOf(agreement),
  };
  return [
    ...writtenFiles(space, "shared", "Shared response").slice(0, 2),
    {
      name: "summary.json",
      label: "Summary (.json)",
      make: () => JSON.stringify({ ...space.toJSON(), ...summary }),
    },
    npyOf("wrsm", "Similarities within networks", wrsm),
    ...(native ? [npyOf("irsm-native", "Between networks, native", native.irsm)] : []),
    npyOf("irsm-shared", "Between networks, shared", shared.irsm),
    ...space.maps.map(({ rows, cols, data }, k) => ({
      name: `W_${space.names[k]!.replaceAll(/[/\\:]/g, "-")}.npy`,
      label: `Map of ${space.names[k]} (.npy)`,
      make: () => writeNpy([rows, cols], data),
    })),
  ];
}

function npyOf(name: string, label: string, stack: RsmStack): MadeFile {
  return { name: `${name}.npy`, label: `${label} (.npy)`, make: () => stack.toNpy() };
}

function estimateOf({ value, lower, upper }: Estimate): object {
  return { value, interval: Number.isNaN(lower) ? null : [lower, upper] };
}
