import { describe, expect, it } from "vitest";
import { characterWidth, shortenAll, thinning } from "../../src/report/charts/parts/labels.ts";
import { placeNames, type Stand } from "../../src/report/charts/names/place-names.ts";
import { shorten } from "../../src/report/words.ts";
import { showFixed, showNumber } from "../../src/report/numbers.ts";
import { uniform } from "../geometry/oracles.ts";

describe("shorten", () => {
  it("keeps both ends and the length asked for", () => {
    expect(shorten("resnet50_layer4", 20)).toBe("resnet50_layer4");
    expect(shorten("resnet50_layer4", 9)).toBe("resn…yer4");
    expect(shorten("🧠🧠🧠🧠🧠🧠", 5)).toBe("🧠🧠…🧠🧠");
  });
});

describe("shortenAll", () => {
  it("drops what all names begin with, but only if one is too long", () => {
    const names = ["resnet50_seed1_layer1", "resnet50_seed23_layer1"];
    expect(shortenAll(names, 30)).toEqual(names);
    expect(shortenAll(names, 12)).toEqual(["…1_layer1", "…23_layer1"]);
  });

  it("leaves something of a name with which all others begin", () => {
    expect(shortenAll(["abcdef", "abcdefgh", "abcdefghij"], 8)).toEqual(["…f", "…fgh", "…fghij"]);
    expect(shortenAll(["the only name", "the only name"], 8)).toEqual(["…e", "…e"]);
    expect(shortenAll(["a single long name"], 8)).toEqual(["a si…ame"]);
  });
});

describe("thinning", () => {
  it("leaves 11 pixels a name", () => {
    expect([40, 11, 10, 5, 1].map(thinning)).toEqual([1, 1, 2, 3, 11]);
  });
});

describe("placeNames", () => {
  const frame = { width: 400, height: 300 };

  it.each([2, 30, 200])("lets no two of %i names meet each other, a point or the frame", (count) => {
    const next = uniform(count);
    const points = Array.from({ length: count }, () => [next() * 400, next() * 300] as const);
    const names = points.map((_, i) => `network ${i}`);
    const widths = names.map((name) => name.length * characterWidth);
    const boxes = placeNames(points, widths, frame).flatMap((stand, i) =>
      stand ? [boxOf(stand, widths[i]!)] : [],
    );
    expect(boxes.length).toBeGreaterThan(count === 200 ? 30 : count - 1);
    boxes.forEach((a, i) => {
      expect(a.x0 >= 0 && a.y0 >= 0 && a.x1 <= 400 && a.y1 <= 300).toBe(true);
      for (const [x, y] of points) expect(x > a.x0 && x < a.x1 && y > a.y0 && y < a.y1).toBe(false);
      for (const b of boxes.slice(i + 1)) {
        expect(a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1).toBe(false);
      }
    });
  });

  it("turns to the left at the right rim", () => {
    expect(placeNames([[395, 150]], [30], frame)[0]).toMatchObject({ anchor: "end", leads: false });
  });

  it.each([1, 2, 3])("names nine of ten points in a plane that is half full (%i)", (seed) => {
    const next = uniform(1000 * seed + 40);
    const points = Array.from({ length: 40 }, () => [next() * 400, next() * 300] as const);
    const stands = placeNames(
      points,
      points.map(() => 60),
      frame,
    );
    expect(stands.filter(Boolean).length).toBeGreaterThanOrEqual(36);
    expect(stands.filter((stand) => stand && !stand.leads).length).toBeGreaterThanOrEqual(33);
  });

  it("gives those that come first their places first", () => {
    const points = Array.from(
      { length: 9 },
      (_, k) => [200 + 3 * (k % 3), 150 + 3 * Math.floor(k / 3)] as const,
    );
    for (const one of points.keys()) {
      const stands = placeNames(
        points,
        points.map(() => 50),
        frame,
        { first: new Set([one]) },
      );
      expect(stands[one]).toBeDefined();
    }
  });
});

/** Where a 12 px high name stands. */
function boxOf({ x, y, anchor }: Stand, width: number) {
  const x0 = x - { start: 0, middle: width / 2, end: width }[anchor];
  return { x0, x1: x0 + width, y0: y - 6, y1: y + 6 };
}

describe("numbers for reading", () => {
  it("keep four digits, and a real minus", () => {
    expect([0.123456, 1, -2.5, 1e-16, null, NaN].map((x) => showNumber(x))).toEqual([
      "0.1235",
      "1",
      "−2.5",
      "1e−16",
      "no value",
      "no value",
    ]);
  });

  it("have equal decimals in a grid, and no negative zero", () => {
    expect([1, -0.25, -0.001].map((x) => showFixed(x, 2))).toEqual(["1.00", "−0.25", "0.00"]);
  });
});
