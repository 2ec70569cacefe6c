export type { Fact, Layout, MapLayout, ReportData, ReportResult, TreeLayout } from "./data.ts";
export { factsOf } from "./facts.ts";
export { layoutOf } from "./layout.ts";
export { pack, renderReport } from "./report.ts";
export type { ReportInput } from "./report.ts";
export { styles } from "./styles.ts";
