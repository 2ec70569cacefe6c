import { describe, expect, it } from "vitest";
import type { Data } from "../../studio/question/kinds/kind.ts";
import { kindNamed } from "../../studio/question/kinds/registry.ts";
import { emptySession, type Item, type Question } from "../../studio/session/types.ts";

const items = ["a", "b", "c", "d", "e"].map((name, id) => ({ id, name })) as unknown as Item[];
const table = {
  names: items.map(({ name }) => name),
  columns: { area: ["V1", "V1", "IT", "IT", "IT"] },
};
const data: Data = { items, session: { ...emptySession, items, table } };

function work(kind: string, options: Question["options"] = {}) {
  return kindNamed(kind).pairs?.({ kind, metrics: [{ metric: "cka" }], options }, data);
}

describe("the work of a question", () => {
  it("is all pairs, or rows times columns also where a group of the table makes the rows", () => {
    expect(work("pairs")).toEqual({ count: 10, more: false });
    expect(work("cross", { rows: "area: V1" })).toEqual({ count: 6, more: false });
    expect(work("metrics")).toEqual({ count: 10 });
  });

  it("says that resampling takes more, and nothing for kinds that are no pairs", () => {
    expect(work("pairs", { bootstrap: "stimuli" })).toEqual({ count: 10, more: true });
    expect(work("isc")).toBeUndefined();
  });
});
