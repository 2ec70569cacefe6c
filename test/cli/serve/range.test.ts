import { expect, it } from "vitest";
import { rangeOf } from "../../../src/cli/serve/range.ts";

/** What the header asks for, byte by byte, from RFC 9110, 14.1.2. */
function bytesAsked(first: number | undefined, last: number | undefined, size: number): number[] {
  const all = Array.from({ length: size }, (_, k) => k);
  if (first === undefined) return last === 0 ? [] : all.slice(-last!);
  return all.filter((at) => at >= first && (last === undefined || at <= last));
}

it("gives the bytes that each range of a small file asks for", () => {
  for (let size = 0; size < 5; size++)
    for (const first of [undefined, 0, 1, 3, 4, 9])
      for (const last of [undefined, 0, 1, 3, 4, 9]) {
        if (first === undefined && last === undefined) continue;
        const header = `bytes=${first ?? ""}-${last ?? ""}`;
        const got = rangeOf(header, size);
        if (first !== undefined && last !== undefined && last < first) {
          expect({ header, got }).toEqual({ header, got: undefined }); // no range: the whole file
          continue;
        }
        const asked = bytesAsked(first, last, size);
        const expected = asked.length === 0 ? "outside" : { start: asked[0]!, end: asked.at(-1)! };
        expect({ header, size, got }).toEqual({ header, size, got: expected });
      }
});

it.each([undefined, "", "bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes 0-1"])(
  "takes %j for the whole file",
  (header) => expect(rangeOf(header, 10)).toBeUndefined(),
);
