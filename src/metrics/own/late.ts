/** What `resolve.ts` loads where a metric is a caller's own, or none: no other call needs it. */
export { identityOf } from "./identity.ts";
export { importOwn } from "./load.ts";
export { noMetric } from "./no-metric.ts";
