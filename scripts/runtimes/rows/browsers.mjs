// Chromium and Firefox, with an app that the project's own Vite builds.
import { fileURLToPath } from "node:url";
import { launch } from "../web/browsers.mjs";
import { addFiles, layApp, siteFeatures, startSite, toolsOf } from "../web/site.mjs";

const vite = fileURLToPath(new URL("../../../node_modules/vite/bin/vite.js", import.meta.url));

async function build(at) {
  layApp(at);
  await at.run(process.execPath, [vite, "build", "--logLevel=warn"]);
  addFiles(`${at.folder}/dist`);
  return `${at.folder}/dist`;
}

function browserRow(name, title) {
  return {
    runtime: name,
    title,
    tools: toolsOf([name]),
    async versionOf(at) {
      const browser = await launch(at, name);
      await browser.close();
      return browser.version;
    },
    start: (at) => startSite(at, [name], build),
    features: siteFeatures(),
  };
}

export const chromium = { ...browserRow("chromium", "Chromium"), small: ["probes", "pool", "csp"] };
export const firefox = browserRow("firefox", "Firefox");
