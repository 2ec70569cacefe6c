import * as repgeom from "repgeom";
import * as probes from "./probes.mjs";
import { tell } from "./tell.js";

tell(repgeom, probes).then((told) => (globalThis.told = told));
