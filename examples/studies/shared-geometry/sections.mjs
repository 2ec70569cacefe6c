// The report: what was trained, then the six claims in their order.
import { architectures, titles } from "./data.mjs";
import { accuracyLines, networksTable } from "./figures/networks.mjs";
import { allCorrelations, agreementBars, agreementLines } from "./figures/agreement.mjs";
import {
  coursesOverTraining,
  digitPathsFigure,
  nativeAndSharedBars,
  threeMatrices,
} from "./figures/geometry.mjs";
import { iscBars, iscHistograms } from "./figures/courses.mjs";
import { tenImages } from "./figures/images.mjs";
import { simulatedLines, simulatedTable } from "./figures/simulation.mjs";
import { differenceBars, featureLines, varianceBars, varianceTable } from "./figures/variance.mjs";

export function sectionsOf(measured) {
  return [networks, axes, training, variance, capacity, agreement, simulation, correlations].map((section) =>
    section(measured),
  );
}

function networks({ training }) {
  const { images, batch, steps, rate } = training;
  return {
    heading: "The networks",
    facts: [
      {
        term: "Images",
        text: `handwritten digits of scikit-learn, 8 × 8 pixels: ${images.trained} to train on, ${images.test} for accuracy, ${images.recorded} to record, the same for all`,
      },
      {
        term: "Training",
        text: `${steps} steps of ${batch} images, momentum 0.9, rate ${rate} falling to 0`,
      },
      {
        term: "Seeds",
        text: "eight of each architecture; a seed decides the first weights and the order of the images",
      },
      { term: "Recorded", text: "channels averaged over positions, units of the hidden layer; after ReLU" },
    ],
    text: [
      "The four layers of small networks of both kinds have 8, 8, 16 and 16 units, those of large ones 32, 32, 64 and 64.",
    ],
    figures: [networksTable(training), accuracyLines(training)],
  };
}

const heldOut =
  "Maps are fitted to 12 images of each digit. What is said of shared spaces is of the other 8, which no map has seen.";

function axes(measured) {
  return {
    heading: "One geometry, other axes",
    text: [
      "wRSM: similarity (cosine) of two images within a network. iRSM: of one image in a network and another in the mean of the other networks, unit by unit, in native units or in the shared space of SRM.",
      heldOut,
      "Units of a network have no order. So the native value is judged among 99 random orders of the units of each network.",
    ],
    figures: [
      threeMatrices(measured),
      nativeAndSharedBars(measured),
      tenImages(measured),
      digitPathsFigure(measured),
    ],
  };
}

function training({ found, training: { checkpoints } }) {
  return {
    heading: "Over training",
    text: [
      "Correlation of the RSM of each network with the mean wRSM at the end of training, of held-out images; mean over networks, shaded 95 % bootstrap intervals. A shared iRSM lies above the wRSM of one network because the mean of the other networks is in it, in which what is of one network alone averages out.",
    ],
    figures: coursesOverTraining(found, checkpoints),
  };
}

function variance({ found }) {
  return {
    heading: "How much orthogonal maps explain",
    text: [
      "Share of the variance of a network's held-out responses that the mean of the other networks explains, each mapped orthogonally into the shared space and back. Intervals of 95 % by the jackknife over networks, without fitting the maps again. In simulations of eight networks they hold the true value in 87 to 95 % of cases, the less the more networks differ; percentiles of a bootstrap would lie too low, because in a resample fewer different networks explain less.",
      "A fit explains something even where nothing corresponds. Dashed lines show how much the fit itself reports (on the fitted images) when each network has its images in an order of its own. Of held-out images such a fit explains less than nothing.",
    ],
    figures: [varianceBars(found), varianceTable(found)],
  };
}

function capacity({ found, differences }) {
  const values = architectures
    .filter((name) => name.endsWith("small"))
    .map(
      (name) =>
        `${titles[name]}, ${found[name].positions.layer}: ${found[name].positions.others.value.toFixed(3)}`,
    );
  return {
    heading: "Small against large capacity",
    text: [
      "Large networks have four times as many channels in every layer. Differences of the shares above, with 95 % jackknife intervals.",
      "How much of a difference comes from more units alone: column “few units” of the table above has as many units as the small network, drawn from the large one.",
      `Without the average over positions (64 units): ${values.join("; ")}.`,
    ],
    figures: [differenceBars(differences), featureLines(found)],
  };
}

function agreement(measured) {
  return {
    heading: "wRSMs across networks",
    text: ["Correlations of the wRSMs of two networks over all pairs of the 200 images. Nothing is fitted."],
    figures: [allCorrelations(measured), [agreementBars(measured.found), agreementLines(measured)]],
  };
}

function simulation({ simulated }) {
  return {
    heading: "Simulated: known orthogonal transforms",
    warnings: ["Simulated: copies of one trained network (residual, large, first seed) in random axes."],
    text: [
      "Eight copies of the last layer, each multiplied by a random orthogonal matrix, with added noise. Maps are fitted and judged as for trained networks.",
    ],
    figures: [simulatedLines(simulated), simulatedTable(simulated)],
  };
}

function correlations({ found }) {
  return {
    heading: "Correlation between networks",
    text: [
      "ISC: correlation of a unit of one network with the same unit of another over held-out images, and of shared features after alignment. Mean over units and pairs of networks; intervals draw networks.",
    ],
    figures: [iscBars(found), iscHistograms(found)],
  };
}
