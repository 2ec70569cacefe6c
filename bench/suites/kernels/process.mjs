// Runs all measurements in its own Node and sends rows and remarks to the parent process.
import { againstEngines } from "./engines.mjs";
import { againstRoofline } from "./products.mjs";
import { againstPython } from "./python.mjs";

const { peers, rounds, only, engines } = JSON.parse(process.argv[2]);
const node = `Node ${process.versions.node.split(".")[0]}`;
const wants = (name) => `${name}, ${node}`.includes(only);
const settings = {
  peers,
  rounds,
  wants,
  report(row) {
    if (!wants(row.name)) return;
    const [build] = row.name.match(/(simd|relaxed)$/);
    process.send({ row: { ...row, name: `${row.name}, ${node}`, variant: `${build}, ${node}` } });
  },
  note: (text) => process.send({ note: text }),
};

settings.note(
  `Node ${process.versions.node}, V8 ${process.versions.v8}, WebAssembly builds simd and relaxed`,
);
await againstRoofline(settings);
if (engines) await againstEngines(settings);
await againstPython(settings);
process.disconnect();
