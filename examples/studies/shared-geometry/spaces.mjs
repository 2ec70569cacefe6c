// Orthogonal maps of networks into a shared space, fitted to some images and judged by others.
import { hyperalign, srm } from "repgeom";
import { mean } from "../lib/statistics.mjs";
import { imagesOf } from "./data.mjs";
import { imagesShuffled } from "./draws.mjs";
import { jackknife } from "./intervals.mjs";

/** Networks are centred and brought to one size; as many features as the network with the fewest live units has. */
const common = { center: true, normalize: "frobenius" };

/**
 * Fits one orthonormal map for each network.
 *
 * @param options - `method` "srm" or "hyperalign"; `features` of srm; `shuffle`: a seed, by which each network gets
 *   the fitted images in an order of its own, so that nothing corresponds and every agreement is forced by the fit
 * @returns the space; `native` and `aligned`, the responses of each network to held-out images before and after
 */
export async function sharedSpace(networks, split, options, control) {
  const { method = "srm", features = "all", shuffle } = options;
  const fitted = networks.map((one) => imagesOf(one, split, "fitted"));
  const given = shuffle === undefined ? fitted : imagesShuffled(fitted, shuffle);
  const space =
    method === "srm"
      ? await srm(given, { ...common, kind: "deterministic", tolerance: 1e-6, features }, control)
      : await hyperalign(given, common, control);
  const native = networks.map((one) => imagesOf(one, split, "held out"));
  const aligned = [];
  for (const [k, one] of native.entries())
    aligned.push({ ...(await space.transform(one, k)), name: one.name, stimuli: one.stimuli });
  return { space, native, aligned };
}

/**
 * Shares of the variance of held-out responses that a space explains, with the maps of the fitted images:
 * `others`, a network from the mean of the others, mapped back into its units; `own`, from the mean of all, itself
 * included; and `fitted`, the same as `own` on the fitted images, which is what a fit reports.
 */
export function varianceExplained({ space, native, aligned }) {
  const parts = partsOf(space, native, aligned);
  const all = [...native.keys()];
  const without = (left) =>
    mean(
      sharesOf(
        parts,
        all.filter((i) => i !== left),
      ),
    );
  return {
    fitted: space.varianceExplained.total,
    own: mean(all.map((i) => share(parts, i, all))),
    others: jackknife(all.length, without),
    networks: sharesOf(parts, all),
    features: space.features,
  };
}

/** Sizes and inner products, from which all shares follow. Maps have orthonormal columns and change no inner product. */
function partsOf(space, native, aligned) {
  const energies = native.map(({ shape: [, units], data }, i) =>
    data.reduce(
      (sum, value, k) => sum + ((value - space.means[i][k % units]) / space.scales[i][k % units]) ** 2,
      0,
    ),
  );
  const products = aligned.map((a) =>
    aligned.map((b) => a.data.reduce((sum, value, k) => sum + value * b.data[k], 0)),
  );
  return { energies, products };
}

/** Of each of these networks from the mean of the others among them. The maps are not fitted again. */
function sharesOf(parts, networks) {
  return networks.map((i) =>
    share(
      parts,
      i,
      networks.filter((j) => j !== i),
    ),
  );
}

/** 1 − ‖X − T·Wᵀ‖² / ‖X‖² = (2·⟨X·W, T⟩ − ‖T‖²) / ‖X‖², where T is the mean of aligned responses. */
function share({ energies, products }, i, others) {
  const along = (row) => mean(others.map((j) => products[row][j]));
  return (2 * along(i) - mean(others.map(along))) / energies[i];
}
