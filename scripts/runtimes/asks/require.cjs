// A program of the older kind of modules: prints one comparison.
const repgeom = require("repgeom");

import("./plain.mjs").then(({ plain }) => plain(repgeom)).then((value) => console.log(JSON.stringify(value)));
