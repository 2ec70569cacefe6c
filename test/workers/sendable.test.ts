import { describe, expect, it } from "vitest";
import { sendable } from "../../workers/sendable.ts";

/** Memory that nothing was written to takes none. */
const shared = (gib: number) => new Float64Array(new SharedArrayBuffer(gib * 2 ** 30), 0, 1);

describe("what is sent to a thread", () => {
  it("is what it was, whatever its size up to 4 GiB", () => {
    const setup = { courses: [{ data: shared(3.9) }, null, "name"], seed: 3, wanted: undefined };
    expect(sendable(setup, "isc")).toBe(setup);
    expect(sendable(7, "isc")).toBe(7);
  });

  it.each([4, 5])("is refused from 4 GiB on, where messages would cut it short: %d GiB", (gib) => {
    const setup = { courses: [{ data: shared(1) }, { data: shared(gib) }] };
    expect(() => sendable(setup, "isc")).toThrow(
      expect.objectContaining({
        name: "MemoryError",
        message: `isc has an array of ${gib}.0 GiB; at most 4 GiB can be sent to a thread. Compute without worker threads (threads: 0), or take fewer stimuli or units at a time.`,
      }),
    );
  });
});
