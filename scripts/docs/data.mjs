// Networks that the site has for its examples, as `data/NAME.npy`: all are from examples/rnn-dms.
const own = ["control-01", "control-02", "control-03", "control-04", "noise-1", "noise-2", "noise-3", "noise-4", "noise-5"]; // prettier-ignore
/** What the examples of the guides call their networks. */
const short = [["net-a", "control-01"], ["net-b", "control-02"], ["net-c", "noise-1"], ["net-d", "noise-5"]]; // prettier-ignore

/** Names of the site, each with the file that it is. */
export const networksOfSite = Object.fromEntries(
  [...own.map((name) => [name, name]), ...short].map(([name, from]) => [`${name}.npy`, `${from}.npy`]),
);
