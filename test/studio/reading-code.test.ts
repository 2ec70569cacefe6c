import { describe, expect, it } from "vitest";
import type { Data } from "../../studio/question/kinds/kind.ts";
import { readingCode } from "../../studio/question/kinds/program.ts";
import { commonReading, readingNote } from "../../studio/question/kinds/reading.ts";
import { emptySession, type Item } from "../../studio/session/types.ts";

const items = ["a", "b", "c"].map((name, k) => ({
  id: k,
  name,
  readAs: name,
  origin: { from: "file", path: `${name}.npy`, size: 1 },
})) as unknown as Item[];

function data(readings: readonly (Item["reading"] | undefined)[]): Data {
  const own = items.map((item, k) => ({ ...item, ...(readings[k] && { reading: readings[k] }) }));
  return { items: own, session: { ...emptySession, items: own, reading: { zscore: true } } } as Data;
}

describe("how files were read, in code", () => {
  it("is said once where all are read alike", () => {
    const alike = data([]);
    expect(commonReading(alike)).toEqual({ zscore: true });
    expect(readingNote(alike)).toBe("");
    expect(readingCode("networks", alike.items, alike).match(/await read/g)).toHaveLength(1);
  });

  it("is said once where all have the same options of their own, and one was taken away", () => {
    const turned = { axes: ["units", "stimuli"], zscore: null };
    const same = data([turned, turned, turned]);
    expect(commonReading(same)).toEqual({ axes: ["units", "stimuli"] });
    expect(readingNote(same)).toBe("");
  });

  it("reads each run of files as it was, and says what a command cannot", () => {
    const mixed = data([undefined, { rows: "0:4" }]);
    const code = readingCode("networks", mixed.items, mixed);
    expect(code.match(/await read/g)).toHaveLength(3);
    expect(code).toContain('rows: "0:4"');
    expect(readingNote(mixed)).toMatch(/^# .*alike.* b had options of their own/);
    expect(commonReading(mixed)).toEqual({ zscore: true });
  });
});
