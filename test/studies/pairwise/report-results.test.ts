import { expect, it } from "vitest";
import { rdm } from "repgeom";
import { report } from "repgeom/report";

it("a report of what is no result of pairwise says which sections others have", async () => {
  const other = await rdm([
    [1, 2],
    [3, 1],
    [0, 5],
  ]);
  const page = { title: "Page" };
  await expect(report([other as never], page)).rejects.toThrow(/result 0 is not what pairwise.*rsaSection/);
  await expect(report(other as never, page)).rejects.toThrow(/the first argument is not what pairwise/);
});
