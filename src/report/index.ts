export type { Layout, MapLayout, TreeLayout } from "./data.ts";
export { factsOf } from "./facts.ts";
export type * from "./figures.ts";
export { layoutLater, layoutOf } from "./layout.ts";
export { factList, renderSections } from "./render.ts";
export { renderReport } from "./report.ts";
export type { ReportInput } from "./report.ts";
export { colourScaleOf, resultSection, titleOf } from "./sections/result.ts";
export { styles } from "./styles.ts";
