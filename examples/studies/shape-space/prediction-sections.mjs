// Sections of the report: what position says of a network.
import { predictSection } from "repgeom/report";
import { table } from "./table.mjs";

export function predictionSection({ predicted, within }) {
  const bars = (covariate, title) => ({
    kind: "bars",
    title,
    caption:
      "Cross-validated R² by Procrustes distances (kernel ridge). Each test is stricter than the one before.",
    y: { label: "R²" },
    bars: predicted
      .filter((one) => one.covariate === covariate && one.space === "Procrustes")
      .map(({ test, result }) => ({ name: test, value: result.r2, mark: `p ${result.p}` })),
  });
  return {
    heading: "4. What position says of accuracy and depth",
    text: [
      "A configuration is an architecture, a depth and a width, with two regularisations and two seeds. Networks of one configuration resemble each other, so they are held out together and permuted as a whole. Confounds are partialled out by a fit to the training networks: of accuracy architecture, depth (as classes) and width; of depth architecture and width. The plan: regularisation and seed, too, and of accuracy the depth in each architecture; of depth accuracy, too.",
    ],
    figures: [
      bars("accuracy", "What position says of accuracy"),
      bars("depth", "What position says of depth"),
      table(
        "All spaces",
        ["covariate", "test", "space", "R²", "p"],
        predicted.map(({ covariate, test, space, result }) => [covariate, test, space, result.r2, result.p]),
        { wide: true, collapsed: true },
      ),
      table(
        "Within one architecture, configurations held out",
        ["architecture", "covariate", "R²", "p"],
        within.map(({ architecture, covariate, result }) => [architecture, covariate, result.r2, result.p]),
      ),
    ],
  };
}

export function predictionDetail({ predicted, table: networks }) {
  const { result } = predicted.find(
    ({ covariate, test, space }) =>
      covariate === "accuracy" && test === "confounds partialled out" && space === "Procrustes",
  );
  return {
    ...predictSection({
      found: result,
      column: "accuracy",
      covariate: networks.map(({ accuracy }) => accuracy),
      confounds: ["architecture", "depth", "width"],
      together: "configuration",
    }),
    heading: "Accuracy without architecture, depth and width",
  };
}
