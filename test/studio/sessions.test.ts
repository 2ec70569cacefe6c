import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pairwise, read } from "../../dist/src/index.js";
import { addressIn } from "../../studio/keep/address.ts";
import { openedSession } from "../../studio/keep/session-file.ts";
import { broughtUpToDate } from "../../studio/keep/versions.ts";
import { cannot, cellsIn, openExample, root, studioSite, valueIn, type Site } from "./site.ts";

// Of scripts/studio/session-golden.mjs, by the studio that first wrote version 1. It stays as it is.
const golden = join(root, "test/golden/studio/session-v1.repgeom");
const parts = unzipSync(readFileSync(golden));
const saved = JSON.parse(strFromU8(parts["session.json"]!)) as Record<string, unknown>;

/** The golden session with another value at a place. */
function changed(place: readonly (string | number)[], value: unknown): Record<string, unknown> {
  const copy = structuredClone(saved);
  const last = place.slice(0, -1).reduce<any>((part, name) => part[name], copy);
  last[place.at(-1)!] = value;
  return copy;
}

const fileOf = (session: unknown, more: Record<string, Uint8Array> = {}) =>
  zipSync({ ...parts, ...more, "session.json": strToU8(JSON.stringify(session)) });

const opened = (bytes: Uint8Array) => openedSession(new Blob([bytes as Uint8Array<ArrayBuffer>]));

describe("a session file of version 1", () => {
  it("opens, with its answers and its data", async () => {
    const { session, data } = await opened(readFileSync(golden));
    expect(session.items.map(({ name }) => name)).toEqual(["net-a", "net-b", "net-c", "net-d"]);
    expect(session.answers.map(({ state }) => state)).toEqual(["done"]);
    expect(session.refused.map(({ origin }) => "path" in origin && origin.path)).toContain("wrong.npy");
    expect([...data.keys()]).toEqual(["net-a.csv", "net-b.csv", "net-c.csv", "net-d.csv"]);
  });
});

describe("a session file that is damaged", () => {
  const wrong: (readonly [place: (string | number)[], values: unknown[], said: string])[] = [
    [["items"], [null, 5, "x", {}, [null]], "items"],
    [["items", 0, "id"], [null, "x", -1, 0.5, 1e308], "items 1, id"],
    [["items", 0, "name"], [null, 5, {}], "items 1, name"],
    [["items", 0, "shape"], [null, 5, ["x"], [-1], [{ $number: "Infinity" }]], "items 1, shape"],
    [
      ["items", 0, "thumbnail"],
      [5, { side: 1e308, values: [] }, { side: 3, values: [1] }],
      "items 1, thumbnail",
    ],
    [
      ["items", 0, "origin"],
      [null, { from: "constructor" }, { from: "url", url: "javascript:alert(1)" }],
      "origin",
    ],
    [["items", 0, "warnings"], [null, "x", [5]], "items 1, warnings"],
    [["refused"], [null, 5, [{}]], "refused"],
    [["table"], [null, [], { names: [], columns: { a: [1] } }], "table"],
    [["question"], [null, [], { kind: "none", metrics: [], options: {} }], "question"],
    [["question", "metrics"], [null, "cka", [{ metric: "__proto__" }], [null]], "question, metrics"],
    [["look"], [null, "x", { color: 5 }], "look"],
    [["reading"], [null, "x", []], "reading"],
    [["arrangement"], [null, {}, [null], [{ view: 5 }], [{ view: "x", width: 7 }]], "arrangement"],
    [["answers"], [null, {}, [[]]], "answers"],
    [["answers", 0, "state"], [null, "lost"], "answers 1, state"],
    [["answers", 0, "sections"], [null, 5, [null], [{ heading: "x" }]], "answers 1, sections"],
    [["shown"], [null, ["x"]], "shown"],
    [["nextId"], [null, "x", -1, 2 ** 53], "nextId"],
  ];

  it.each(wrong)("is refused in words where %j is of another type", async (place, values, said) => {
    for (const value of values) {
      const open = () => broughtUpToDate(JSON.parse(JSON.stringify(changed(place, value))));
      await expect(open()).rejects.toThrow(/^This session is damaged: .*expected .*got /);
      await expect(open()).rejects.toThrow(said);
    }
  });

  it("is refused where its text is none, or holds bytes that are no numbers", async () => {
    for (const text of ["", "null", "5", "[]", "{", '{"version":1,"items":{"$float64":"AAA"}}']) {
      const bytes = zipSync({ "session.json": strToU8(text) });
      await expect(opened(bytes)).rejects.toThrow(/damaged|not a session/);
    }
  });

  it("is refused before it fills the memory", async () => {
    const bytes = fileOf(saved);
    const view = new DataView(bytes.buffer);
    const at = strFromU8(bytes, true).lastIndexOf("session.json") - 46; // its entry in the directory
    view.setUint32(at + 24, 2 ** 32 - 2, true); // the size that it claims to have
    await expect(opened(bytes)).rejects.toThrow(/unpacks to 4\d{9} bytes, which no session does/);
  });

  it("gives no two things one id, whatever it says of the next", async () => {
    expect((await broughtUpToDate({ ...saved, nextId: 1 })).nextId).toBe(saved["nextId"]);
  });
});

describe("a link that is damaged", () => {
  it.each([
    ["question", "5"],
    ["question", '{"kind":"pairs"}'],
    ["question", '{"kind":"none","metrics":[],"options":{}}'],
    ["question", '{"kind":"pairs","metrics":[{"metric":"none"}],"options":{}}'],
    ["look", "null"],
    ["look", '{"color":{}}'],
    ["arrangement", "{}"],
    ["arrangement", "[null]"],
    ["reading", '"x"'],
    ["data", "javascript:alert(1)"],
    ["data", "file:///etc/passwd"],
    ["data", "http://[::"],
  ])("says so of its part %s: %s", async (name, value) => {
    await expect(addressIn(`#${new URLSearchParams({ [name]: value })}`)).rejects.toThrow(/^The link /);
  });
});

describe.skipIf(cannot)("sessions in the studio", () => {
  let site: Site;
  beforeAll(async () => void (site = await studioSite()));
  afterAll(() => site?.close());

  async function openFile(page: Page, bytes: Uint8Array): Promise<void> {
    await page.getByRole("button", { name: "Session", exact: true }).click();
    const file = { name: "given.repgeom", mimeType: "application/zip", buffer: Buffer.from(bytes) };
    await page.getByLabel("Open session").setInputFiles(file);
  }

  it("that older ones have saved open and go on", async () => {
    const { page, faults } = await site.open();
    await openFile(page, readFileSync(golden));
    await page.getByText("The session is open.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Compare/ }).click();
    await page.getByText("Procrustes shape distance: done.").waitFor();
    const drawn = page.locator('figure[data-view="heat-map"][aria-busy="false"]').first();
    await drawn.waitFor();
    await drawn.locator("details summary").click();
    await drawn.locator("table").waitFor();
    const files = ["net-a", "net-d"].map((name) => ({
      name: `${name}.csv`,
      bytes: new Uint8Array(parts[`data/${name}.csv`]!),
    }));
    const { values } = await pairwise(await read(files), { metric: "procrustes" });
    const shown = valueIn(await drawn.evaluate(cellsIn), "net-a", "net-d");
    expect(shown).toBe(values[1]!.toPrecision(4));
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("with figures that cannot be drawn say so, also after a reload, and the rest works", async () => {
    const { page, faults } = await site.open();
    const [section] = (saved["answers"] as { sections: { figures: object[] }[] }[])[0]!.sections;
    const figures = section!.figures.flat().map((one, k) => {
      const { kind, title, ...rest } = one as { kind: string; title: string };
      return k === 0 ? { kind, title } : { kind, title, ...rest, names: ["one too few"] };
    });
    await openFile(page, fileOf(changed(["answers", 0, "sections", 0, "figures"], figures)));
    const said = page.getByText(/cannot be (shown|drawn)/).first();
    await said.waitFor();
    await page.getByText("Saved in this browser", { exact: true }).waitFor();
    await page.reload();
    await said.waitFor();
    await page.getByRole("button", { name: "Session", exact: true }).click();
    await page.getByRole("button", { name: "New session" }).click();
    await page.keyboard.press("Escape");
    await openExample(page);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("that are damaged in the browser's storage are not opened, and the tab saves another", async () => {
    const { page, faults } = await site.open();
    await openExample(page);
    await page.getByText("Saved in this browser", { exact: true }).waitFor();
    await damageStorage(page);
    await page.reload();
    await page
      .getByRole("alert")
      .filter({ hasText: /not opened.*damaged: items/ })
      .waitFor();
    await openExample(page);
    await page.getByText("Saved in this browser", { exact: true }).waitFor();
    await page.reload();
    await page.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each(["indexedDB", "sessionStorage"])("without %s are not lost silently", async (storage) => {
    const context = await site.browser.newContext();
    await context.addInitScript((name) => {
      const denied = () => {
        throw new DOMException("denied", "SecurityError");
      };
      Object.defineProperty(globalThis, name, { get: denied });
    }, storage);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", ({ message }) => faults.push(message));
    await page.goto(site.address);
    await openExample(page);
    if (storage === "indexedDB") {
      await page
        .getByRole("alert")
        .filter({ hasText: /could not be saved: the browser gives no storage/ })
        .waitFor();
      expect(await page.getByRole("alert").count()).toBe(1);
    } else await page.getByText("Saved in this browser", { exact: true }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

/** Puts nonsense into every saved session of the page. */
async function damageStorage(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const asked = indexedDB.open("repgeom-studio");
        asked.addEventListener("error", () => reject(asked.error!));
        asked.addEventListener("success", () => {
          const transaction = asked.result.transaction("sessions", "readwrite");
          transaction.addEventListener("complete", () => resolve());
          const store = transaction.objectStore("sessions");
          const all = store.getAllKeys();
          all.addEventListener("success", () => {
            for (const key of all.result.filter((one) => String(one).startsWith("session:")))
              store.put({ session: { version: 1, items: [{ id: "x" }] }, answers: [] }, key);
          });
        });
      }),
  );
}
