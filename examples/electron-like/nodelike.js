// What Electron puts into a page with nodeIntegration: scripts that look for it take the page for Node.
const process = { versions: { node: "22.21.1" }, type: "renderer", platform: "linux", argv: [], env: {} };
Object.assign(globalThis, { process, global: globalThis, module: { exports: {} }, require: () => ({}) });
