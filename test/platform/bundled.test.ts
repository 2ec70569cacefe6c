import { afterEach, expect, it, vi } from "vitest";
import { platform } from "../../src/platform/browser.ts";

afterEach(() => vi.unstubAllGlobals());

/** Addresses of the workers that are started. */
function startedIn(origin: string): string[] {
  const started: string[] = [];
  class Started extends EventTarget {
    constructor(address: URL) {
      super();
      started.push(String(address));
    }
  }
  vi.stubGlobal("Worker", Started);
  vi.stubGlobal("location", { origin, href: `${origin}/page/` });
  return started;
}

it("a bundler that writes the file of a source for its address does not make another origin of it", () => {
  const started = startedIn("http://localhost");
  platform.spawn();
  expect(started).toEqual([expect.stringMatching(/^file:.*\/workers\/worker\.js$/)]);
});

it("a worker of another origin starts from a line that imports it", () => {
  const started = startedIn("http://localhost");
  platform.spawn("http://cdn.example/worker.js");
  platform.spawn("own.js");
  expect(started).toEqual([expect.stringMatching(/^blob:/), "http://localhost/page/own.js"]);
});
