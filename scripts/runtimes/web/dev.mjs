// Vite's dev server, with the line that the docs name and without it.
import { writeFileSync } from "node:fs";
import { expectEach, noWarnings, onThreads, sameBits } from "./expected.mjs";
import { layApp, toldByEach } from "./site.mjs";

const line = 'export default { optimizeDeps: { exclude: ["repgeom"] } };\n';

/** @param {string} tool - a Vite of `tools/` */
export const devFeature = (tool) => ({
  async dev(at, { browsers }) {
    await inDev(at, tool, browsers, "dev-with", line, [sameBits, onThreads(), noWarnings]);
    await inDev(at, tool, browsers, "dev-without", "export default {};\n", [sameBits, onThreads(0)]);
  },
});

async function inDev(at, tool, browsers, name, config, expectations) {
  const folder = layApp(at, { name });
  writeFileSync(`${folder}/vite.config.js`, config);
  const vite = `${await at.tool(tool)}/node_modules/vite/bin/vite.js`;
  const server = await at.serve(process.execPath, [vite, "--host=127.0.0.1", "--port=0"], {
    cwd: folder,
    env: { NO_COLOR: "1" },
    ready: /http:\/\/127\.0\.0\.1:\d+\//,
  });
  try {
    expectEach(await toldByEach(browsers, server.match[0]), ...expectations);
  } finally {
    server.close();
  }
}
