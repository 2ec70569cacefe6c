// Makes dist/studio: the studio as files for any web host, with relative addresses alone.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

await build({ root: `${root}studio`, logLevel: "error" });
