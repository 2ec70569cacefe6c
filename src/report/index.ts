export type { Fact, Layout, MapLayout, ReportData, ReportResult, TreeLayout } from "./data.ts";
export { factsOf } from "./facts.ts";
export { layoutLater, layoutOf } from "./layout.ts";
export { factList, pack, renderReport, titleOf } from "./report.ts";
export type { ReportInput } from "./report.ts";
export { styles } from "./styles.ts";
