import { expect, it } from "vitest";
import { unexportedTypes } from "./declarations.ts";

it("every type that a public signature names is exported", () => {
  expect(unexportedTypes(["index.d.ts", "reporting.d.ts", "charts.d.ts"])).toEqual([]);
});
