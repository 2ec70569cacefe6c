// The entry with the kernels inside, alone: prints one comparison.
import * as repgeom from "repgeom/inline";
import { plain } from "./plain.mjs";

console.log(JSON.stringify(await plain(repgeom)));
