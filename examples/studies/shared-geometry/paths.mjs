// The last layers of networks as paths from digit to digit, before and after alignment, in three dimensions.
import { sharedSpace } from "./spaces.mjs";

/** More networks make a tangle even where they agree. */
const shown = 4;

/** @returns 10 digits × 3 for some networks: the mean responses to held-out images of a digit */
export async function digitPaths(kind, split, control) {
  const { space, native, aligned } = await sharedSpace(
    kind.networks(kind.last),
    split,
    { features: 3 },
    control,
  );
  const before = native.map((one, k) => largestUnits(one, space.means[k], space.scales[k]));
  const some = (all) => all.slice(0, shown);
  return {
    names: some(space.names),
    before: some(before).map(byDigit),
    after: some(aligned).map(byDigit),
  };
}

/** Native responses of the three units that vary most, centred and scaled as for the fit. */
function largestUnits({ shape: [rows, units], data }, means, scales) {
  const at = (i, unit) => (data[i * units + unit] - means[unit]) / scales[unit];
  const energies = Array.from({ length: units }, (_, unit) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += at(i, unit) ** 2;
    return sum;
  });
  const chosen = [...energies.keys()].sort((a, b) => energies[b] - energies[a]).slice(0, 3);
  return {
    rows,
    data: Float64Array.from({ length: 3 * rows }, (_, k) => at(Math.floor(k / 3), chosen[k % 3])),
  };
}

function byDigit({ rows, data }) {
  const each = rows / 10;
  return Array.from({ length: 10 }, (_, digit) =>
    [0, 1, 2].map((axis) => {
      let sum = 0;
      for (let i = digit * each; i < (digit + 1) * each; i++) sum += data[3 * i + axis];
      return sum / each;
    }),
  );
}
