import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import { read } from "../../../../src/data/read.ts";
import type { Platform } from "../../../../src/platform/platform.ts";

// A page, as far as files are concerned; its bundler wrote the package's place on its own machine into the script.
vi.mock("#platform", async (original) => {
  const { platform } = await original<{ platform: Platform }>();
  const baseAddress = () => "http://localhost/app/index.html";
  return { platform: { ...platform, files: undefined, baseAddress } };
});

const golden = fileURLToPath(new URL("../../../golden/formats/hdf5/plugins.h5", import.meta.url));
const plugins = new URL("../../../../node_modules/h5wasm-plugins/plugins/", import.meta.url);

it("plugins are looked for beside the page where their package has no address", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    return new Response(readFileSync(new URL(address.split("/").at(-1)!, plugins)));
  });
  const found = await read({ name: "plugins.h5", bytes: new Uint8Array(readFileSync(golden)) });
  expect(found.length).toBeGreaterThan(1);
  expect(asked.length).toBeGreaterThan(1);
  for (const address of asked) {
    expect(address).toMatch(/^http:\/\/localhost\/app\/plugins\/libH5Z\w+\.so$/);
  }
});
