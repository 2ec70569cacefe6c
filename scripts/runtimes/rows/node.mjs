// Node of each line that is supported. The one that runs this script is taken where it is of the line.
import { binaryIn } from "../harness/platforms.mjs";
import { bundleFor, esbuildTools, expectProgram, layAsk, serverFeatures } from "./servers.mjs";

const own = Number(process.versions.node.split(".")[0]);

/** The program of a line of Node, e.g. 22. */
export async function nodeProgram(at, line) {
  if (line === own) return process.execPath;
  return binaryIn(`${await at.tool(`node${line}`)}/node_modules`, ["bin/node", "bin/node.exe"]);
}

/** The tools of a program of this line. */
const nodeTools = (line) => (line === own ? [] : [`node${line}`]);

function nodeRow(line) {
  const start = async (at, file, words) =>
    (await at.run(await nodeProgram(at, line), [file, ...words])).stdout;
  return {
    runtime: `node${line}`,
    title: "Node",
    tools: [...nodeTools(line), ...esbuildTools],
    versionOf: async (at) =>
      (await at.run(await nodeProgram(at, line), ["--version"])).stdout.trim().slice(1),
    features: {
      ...serverFeatures(start),
      async bundled(at) {
        const { one, worker } = await bundleFor(at, layAsk(at));
        return expectProgram((words) => start(at, one, words), worker);
      },
    },
    ...(line === 20 || line === 26 ? { small: ["plain", "probes", "pool"] } : {}),
  };
}

export const [node20, node22, node24, node26] = [20, 22, 24, 26].map(nodeRow);
