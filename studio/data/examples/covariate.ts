import type { Example } from "./example.ts";
import { recurrentNetworks } from "./recurrent.ts";

export const covariate: Example = {
  name: "covariate",
  title: "A space of networks and their noise",
  about:
    "The same networks as points of a metric space, coloured by the noise of their training, which is predicted from where they are.",
  question: {
    kind: "space",
    metrics: [{ metric: "procrustes" }],
    options: { covariate: "noise" },
  },
  look: { color: "noise", shape: "condition" },
  load: () => recurrentNetworks("covariate"),
};
