/** The code that draws, loaded when there is something to draw: a third of all that the page needs. */
export { chart, copyPicture, toPng, toSvg, updateChart } from "repgeom/charts";
