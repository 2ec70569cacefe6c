// npm run example shared-geometry
//
// Do networks that were trained from different seeds have one geometry, each in axes of its own? After Lu et al.,
// "Shared representational geometry across neural networks", arXiv:1811.11684: convolutional and residual networks
// of two sizes, trained on the same images (train.py).
import { claimsOf } from "./claims.mjs";
import { measure } from "./measure.mjs";
import { numbersOf } from "./numbers.mjs";
import { sectionsOf } from "./sections.mjs";

export const study = {
  name: "shared-geometry",
  title: "Shared geometry of networks from different seeds",
  question:
    "Networks that learn the same images from different first weights have different units. Are their representations one geometry, each in orthogonal axes of its own?",
  simulated:
    "only the copies of claim 5, which are one trained network turned at random; all other networks were trained.",
  training: { modules: ["numpy", "torch", "sklearn"] },
  pictures: [
    { name: "matrices", figure: "Similarity of held-out images" },
    { name: "training", figure: "Likeness to the final wRSM: residual, small" },
    { name: "variance", figure: "Variance explained by orthogonal maps" },
    { name: "paths", figure: "Four networks as paths from digit 0 to digit 9" },
  ],
  async run({ control, log }) {
    const measured = await measure(control, log);
    return { claims: claimsOf(measured), sections: sectionsOf(measured), numbers: numbersOf(measured) };
  },
};
