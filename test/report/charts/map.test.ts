import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Figure } from "../../../src/report/figures.ts";
import type { Link } from "../../../src/report/charts/link.ts";
import { uniform } from "../../geometry/oracles.ts";
import { launchBrowser, missing, reason } from "../browser.ts";
import { chartsBundle } from "./charts-bundle.ts";
import { chartsPage, drawnIn, figureIn } from "./page.ts";

const title = "maps and scatters that share a selection";
const count = 40;
const next = uniform(3);
const names = Array.from({ length: count }, (_, k) => `net ${k}`);
const points = names.map(() => [next(), next()] as const);
const pairs = names.slice(1).map((name, k) => [names[k]!, name] as const);
const figures: Figure[] = [
  { kind: "map", title: "Plane", networks: "items", names, points },
  {
    kind: "scatter",
    title: "Each",
    networks: "items",
    names,
    x: { label: "a" },
    y: { label: "b" },
    points: { x: points.map(([x]) => x), y: points.map(([, y]) => y) },
  },
  {
    kind: "scatter",
    title: "Pairs",
    pairs,
    x: { label: "a" },
    y: { label: "b" },
    points: { x: pairs.map((_, k) => k), y: pairs.map((_, k) => k) },
  },
  {
    kind: "map",
    title: "Space",
    networks: "items",
    names,
    points: points.map(([x, y], k) => [x, y, k / count]),
  },
];

describe.skipIf(missing)(missing ? `${title} (skipped: ${reason})` : title, () => {
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
    ({ page, faults } = await chartsPage(browser, await chartsBundle(), figures));
    page.setDefaultTimeout(5000);
  });

  afterAll(async () => {
    await browser?.close();
    expect(faults).toEqual([]);
  });

  const figure = (title: string) => figureIn(page, title);
  const hit = (item: number) => figure("Plane").locator(`.hit[data-item='${item}']`);
  const linkOf = () => (globalThis as unknown as { link: Link }).link;
  const selected = async () => {
    const { networks, pairs } = (await page.evaluate(
      `(${linkOf.toString()})().selected`,
    )) as Link["selected"];
    return { networks: networks.toSorted(), pairs };
  };
  const clear = () =>
    page.evaluate(`(${linkOf.toString()})().select({ networks: [], pairs: [], stimuli: [] })`);
  /** Charts draw once a frame at most. */
  const drawn = () => drawnIn(page);
  /** While a map moves there is nothing to hit. */
  const boxOf = async (item: number) =>
    (await vi.waitUntil(async () => (await hit(item).boundingBox()) ?? undefined, { timeout: 10_000 }))!;
  const middle = async (item: number) => {
    const { x, y, width, height } = await boxOf(item);
    return [x + width / 2, y + height / 2] as const;
  };

  it("selects by a click, adds with shift, and clears by a click beside", async () => {
    await hit(3).click();
    expect((await selected()).networks).toEqual(["net 3"]);
    await hit(7).click({ modifiers: ["Shift"] });
    expect((await selected()).networks).toEqual(["net 3", "net 7"]);
    await page.waitForFunction(() => document.querySelectorAll("[data-view=scatter] .chosen").length > 0);
    const inScatter = await figure("Each").locator("g[aria-label=dot] circle.chosen").count();
    expect(inScatter).toBe(2);
    const box = (await figure("Plane").locator("svg").boundingBox())!;
    await page.mouse.click(box.x + 2, box.y + box.height - 2);
    expect((await selected()).networks).toEqual([]);
  });

  it("shows the nearest of the one that is selected", async () => {
    await hit(5).click();
    const far = points.map(([x, y]) => Math.hypot(x - points[5]![0], y - points[5]![1]));
    const nearest = names
      .filter((_, k) => k !== 5)
      .toSorted((a, b) => far[names.indexOf(a)]! - far[names.indexOf(b)]!);
    await figure("Plane").locator(".nearest").waitFor();
    expect(await figure("Plane").locator(".nearest").textContent()).toBe(
      `Nearest to net 5: ${nearest.slice(0, 5).join(", ")}`,
    );
    expect(await figure("Plane").locator(".neighbours line").count()).toBe(5);
    await clear();
  });

  it("selects with a lasso what lies inside it, and nothing else", async () => {
    const own = await Promise.all(names.map((_, k) => middle(k)));
    const box = (await figure("Plane").locator("svg").boundingBox())!;
    const [left, top, right, bottom] = [
      box.x + 60,
      box.y + 40,
      box.x + box.width / 2,
      box.y + box.height / 2,
    ];
    const inside = names.filter(
      (_, k) => own[k]![0] > left && own[k]![0] < right && own[k]![1] > top && own[k]![1] < bottom,
    );
    expect(inside.length).toBeGreaterThan(3);
    await figure("Plane").getByRole("button", { name: "Lasso" }).click();
    await page.mouse.move(left, top);
    await page.mouse.down();
    for (const [x, y] of [
      [right, top],
      [right, bottom],
      [left, bottom],
      [left, top + 1],
    ] as const)
      await page.mouse.move(x, y, { steps: 3 });
    await page.mouse.up();
    expect((await selected()).networks).toEqual(inside.toSorted());
    expect(await figure("Plane").locator("path.lasso").count()).toBe(0);
    await figure("Plane").getByRole("button", { name: "Lasso" }).click();
    await clear();
  });

  it("lights the pair under the pointer, and a lasso with shift adds pairs", async () => {
    const dots = figure("Pairs").locator("g[aria-label=dot] circle");
    await dots.nth(4).scrollIntoViewIfNeeded();
    await dots.nth(4).hover();
    const lit = await page.evaluate(`(${linkOf.toString()})().lit.pairs`);
    expect(lit).toEqual([["net 4", "net 5"]]);
    await dots.nth(4).click();
    expect((await selected()).pairs).toEqual([["net 4", "net 5"]]);
    const box = (await dots.nth(6).boundingBox())!;
    await page.keyboard.down("Shift");
    await page.mouse.move(box.x - 4, box.y - 4);
    await page.mouse.down();
    for (const [x, y] of [
      [12, 0],
      [0, 12],
      [-12, 0],
      [0, -11],
    ] as const) {
      const at = [
        box.x - 4 + Math.max(0, x) + (y > 0 ? 12 : 0),
        box.y - 4 + (x < 0 || y > 0 ? 12 : 0),
      ] as const;
      await page.mouse.move(...at, { steps: 2 });
    }
    await page.mouse.up();
    await page.keyboard.up("Shift");
    expect((await selected()).pairs).toEqual([
      ["net 4", "net 5"],
      ["net 6", "net 7"],
    ]);
    await clear();
  });

  it("walks from point to point by arrow keys, and Enter selects", async () => {
    await hit(0).focus();
    const from = await middle(0);
    await page.keyboard.press("ArrowRight");
    const now = await page.evaluate(() => Number((document.activeElement as SVGElement).dataset["item"]));
    expect((await middle(now))[0]).toBeGreaterThan(from[0]);
    await page.keyboard.press("Enter");
    expect((await selected()).networks).toEqual([names[now]]);
    await clear();
  });

  it("places names anew from nearer, none over another", async () => {
    const boxes = () =>
      figure("Plane")
        .locator(".names text")
        .evaluateAll((all) =>
          all.map((one) => {
            const { left, right, top, bottom } = one.getBoundingClientRect();
            return { name: one.textContent!, left, right, top: top + 2, bottom: bottom - 2 };
          }),
        );
    const overlaps = (all: Awaited<ReturnType<typeof boxes>>) =>
      all.flatMap((a, k) =>
        all
          .slice(k + 1)
          .filter((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom && b.top < a.bottom)
          .map((b) => [a.name, b.name]),
      );
    const before = await boxes();
    expect(overlaps(before)).toEqual([]);
    expect(before.length).toBeGreaterThan(0.9 * count);
    const plus = figure("Plane").getByRole("button", { name: /Nearer/ });
    for (let k = 0; k < 3; k++) await plus.click();
    await drawn();
    const after = await boxes();
    expect(after.length).toBe(await figure("Plane").locator(".hit").count());
    expect(overlaps(after)).toEqual([]);
    await figure("Plane").getByRole("button", { name: "All" }).click();
    await drawn();
    expect(await figure("Plane").locator(".hit").count()).toBe(count);
  });

  it("moves by dragging when it is near, and a wheel with the control key keeps the place", async () => {
    const box = (await figure("Plane").locator("svg").boundingBox())!;
    const [x, y] = await middle(11);
    const other = (await boxOf(3)).x;
    await page.mouse.move(x, y);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -60);
    await page.keyboard.up("Control");
    await expect.poll(async () => (await boxOf(3)).x).not.toBe(other);
    const [nearX, nearY] = await middle(11);
    expect(Math.hypot(nearX - x, nearY - y)).toBeLessThan(12);
    const [fromX, fromY] = [box.x + box.width / 2, box.y + box.height - 60];
    await page.mouse.move(fromX, fromY);
    await page.mouse.down();
    await page.mouse.move(fromX + 20, fromY - 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await hit(11).boundingBox())?.x).toBeGreaterThan(nearX + 2);
    await figure("Plane").getByRole("button", { name: "All" }).click();
  });

  it("in space selects the point that was clicked, and not by turning", async () => {
    const space = figure("Space").locator("svg.spatial");
    await space.scrollIntoViewIfNeeded();
    const box = (await space.boundingBox())!;
    const dots = space.locator("circle");
    expect(await dots.count()).toBe(count);
    await page.mouse.move(box.x + 4, box.y + box.height - 4);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + box.height - 40, { steps: 3 });
    await page.mouse.up();
    expect((await selected()).networks).toEqual([]);
    await dots.last().click(); // the nearest to the reader: no other covers it
    const [own] = (await selected()).networks;
    await drawn();
    const chosen = await space.locator("circle.chosen").boundingBox();
    expect(chosen).toEqual(await dots.last().boundingBox());
    expect(await figure("Plane").locator(".hit.chosen").getAttribute("data-item")).toBe(
      String(names.indexOf(own!)),
    );
    await clear();
  });

  it("in space cuts no name at the edge of the square, however it is turned", async () => {
    const space = figure("Space").locator("svg.spatial");
    await space.focus();
    for (const key of ["ArrowLeft", "ArrowUp", "ArrowUp", "ArrowLeft"]) {
      await page.keyboard.press(key);
      const outside = await space.evaluate((svg) => {
        const frame = svg.getBoundingClientRect();
        return [...svg.querySelectorAll("text")].filter((one) => {
          const { left, right } = one.getBoundingClientRect();
          return left < frame.left - 1 || right > frame.right + 1;
        }).length;
      });
      expect(outside).toBe(0);
      expect(await space.locator("text").count()).toBeGreaterThan(20);
    }
  });
});
