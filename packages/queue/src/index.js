export { addressOf, shownAddress } from "./address.js";
export { coordinate } from "./coordinate.js";
export { LeaveError, QueueError, TileError } from "./errors.js";
export { dropJob, listJobs, pauseJobs, resumeJobs } from "./jobs.js";
export { work } from "./worker/work.js";
