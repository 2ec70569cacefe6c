/** The code that draws, loaded when there is something to draw: a third of all that the page needs. */
export { chart, updateChart } from "repgeom/charts";
