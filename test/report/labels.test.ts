import { describe, expect, it } from "vitest";
import { characterWidth, placeLabels, shortenAll, thinning } from "../../src/report/charts/parts/labels.ts";
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

describe("placeLabels", () => {
  const frame = { width: 400, height: 300 };

  it.each([2, 30, 200])("lets no two of %i names meet each other or leave the frame", (count) => {
    const next = uniform(count);
    const points = Array.from({ length: count }, () => [next() * 400, next() * 300] as const);
    const names = points.map((_, i) => `network ${i}`);
    const boxes = placeLabels(points, names, frame).flatMap((side, i) =>
      side ? [boxOf(side, points[i]!, names[i]!)] : [],
    );
    expect(boxes.length).toBeGreaterThan(0);
    boxes.forEach((a, i) => {
      expect(a.x0 >= 0 && a.y0 >= 0 && a.x1 <= 400 && a.y1 <= 300).toBe(true);
      for (const b of boxes.slice(i + 1)) {
        expect(a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1).toBe(false);
      }
    });
  });

  it("turns to the left at the right rim", () => {
    expect(placeLabels([[395, 150]], ["name"], frame)).toEqual(["left"]);
  });
});

/** Where a 12 px high name stands, 6 px from its point. */
function boxOf(side: string, [x, y]: readonly [number, number], name: string) {
  const width = name.length * characterWidth;
  const middle = {
    right: [x + 6 + width / 2, y],
    left: [x - 6 - width / 2, y],
    top: [x, y - 12],
    bottom: [x, y + 12],
  };
  const [cx, cy] = middle[side as keyof typeof middle] as [number, number];
  return { x0: cx - width / 2, x1: cx + width / 2, y0: cy - 6, y1: cy + 6 };
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
