import { boolean, choice, fromFile, number, whole, type OptionSchemas } from "../../base/options.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import { precisionOption } from "../precision.ts";
import { bandwidthOptions } from "./bandwidth-options.ts";
import type { CkaOptions } from "./cka-prepare.ts";

/** The kernel of a similarity matrix, as options of several metrics. */
export const similarityOptions = {
  kernel: choice(
    ["linear", "rbf", "polynomial", "laplacian", "given"],
    "Of two responses x and y at a distance d. linear: ⟨x, y⟩. rbf: exp(−d²/2σ²), which sees near neighbours most. polynomial: (⟨x, y⟩ + constant)^degree. laplacian: exp(−d/σ). given: each representation is such a matrix already, stimuli × stimuli.",
  ),
  degree: whole(2, 1, 64, "Of the polynomial kernel."),
  constant: number(1, 0, 1e150, "Of the polynomial kernel, in the squared unit of the responses."),
  ...bandwidthOptions,
  debiased: boolean(
    false,
    "The unbiased estimator of HSIC: 0 on average for unrelated networks. Needs 4 stimuli.",
  ),
};

export const ckaOptions: OptionSchemas<CkaOptions> = {
  ...similarityOptions,
  center: boolean(
    true,
    "Centre the Gram matrix; for the linear kernel, subtract each unit's mean over stimuli.",
  ),
  ground: choice(
    ["similarity", "angular"],
    "similarity: the alignment itself. angular: its arccosine in radians, which is a distance.",
  ),
  precision: precisionOption,
  confound: fromFile<RepresentationLike>(
    "a representation of the same stimuli, or their similarity matrix",
    "What its similarity of stimuli explains is removed from that of both networks: responses, of which the same kernel is taken, or a symmetric matrix stimuli × stimuli, which is taken as it is.",
  ),
  estimator: choice(
    ["plug-in", "units"],
    "plug-in: the units are all there are. units: they are a sample of many, drawn for each network by itself; ‖K‖² is then estimated without what it has from few units, which makes plug-in values too low. With `debiased` stimuli are a sample too. Linear kernel, ground similarity; may exceed 1.",
  ),
  epsilon: number(
    0,
    0,
    1e150,
    "Added to √(HSIC·HSIC), biased HSIC being tr KHLH, in the unit of the kernels squared: 1e-6 in platonic-rep.",
  ),
};
