import type { Example } from "./example.ts";
import { recurrentNetworks } from "./recurrent.ts";

/** What a newcomer clicks. */
export const rnnDms: Example = {
  name: "rnn-dms",
  title: "Open the example: 15 networks with a memory task",
  about: "Ten recurrent networks that differ in their seed, and five that were trained with noise.",
  question: { kind: "pairs", metrics: [{ metric: "procrustes" }], options: {} },
  look: { color: "condition" },
  load: () => recurrentNetworks("rnn-dms"),
};
