/** The entry `repgeom/charts`: the figures of the reports as elements of any page. It only lists. */
export { chart, updateChart } from "./report/charts/checked.ts";
export type { ChartOptions } from "./report/charts/chart.ts";
export type { OnCut } from "./report/charts/kinds/dendrogram.ts";
export {
  createLink,
  hasPair,
  isEmpty,
  nothing,
  selectionOf,
  selectionOfPair,
  toggled,
} from "./report/charts/link.ts";
export type { ItemKind, Link, Pair, Selection } from "./report/charts/link.ts";
export { copyPicture, toPng, toSvg } from "./report/charts/picture/picture.ts";
export type { PictureOptions, PngOptions } from "./report/charts/picture/picture.ts";
export { toCsv, valuesOf } from "./report/charts/values/values.ts";
export type { Cell, Values } from "./report/charts/values/columns.ts";
export { styles } from "./report/styles.ts";
export type * from "./report/figures.ts";
