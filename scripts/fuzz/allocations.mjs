/** Hears of every typed array that is made from now on, in this process. */
export function watchAllocations() {
  let largest = 0;
  for (const name of [
    "Float64Array",
    "Float32Array",
    "Uint8Array",
    "Uint16Array",
    "Int32Array",
    "Uint32Array",
  ]) {
    const watched = {
      construct(target, given, made) {
        const array = Reflect.construct(target, given, made);
        // A view of another's bytes takes none of its own.
        if (!(given[0] instanceof ArrayBuffer)) largest = Math.max(largest, array.byteLength);
        return array;
      },
    };
    globalThis[name] = new Proxy(globalThis[name], watched);
  }
  return {
    largest: () => largest,
    forget() {
      largest = 0;
    },
  };
}
