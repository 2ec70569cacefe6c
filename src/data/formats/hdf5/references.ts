import { sizeOf } from "../shapes.ts";
import { assertFits, type Limits } from "../bytes.ts";
import { metadataOf } from "./array.ts";
import { hdf5Error } from "./library.ts";
import { identityOf, isGroup, namesIn, type OpenHdf5 } from "./tree.ts";

const bytesOfReference = 8;
/** Bytes of a path and of the place that it leads to, about. */
const bytesOfPath = 256;

/** Finds objects by where they are in the file: the library searches the whole file for each. */
export class Referenced {
  readonly #file: OpenHdf5;
  readonly #limits: Limits;
  #paths: Map<string, string> | undefined;

  constructor(file: OpenHdf5, limits: Limits) {
    this.#file = file;
    this.#limits = limits;
  }

  /** Paths of what a dataset of references refers to, in its order. @throws {FormatError} where one leads nowhere */
  pathsIn(path: string): string[] {
    const { library, id, name } = this.#file;
    const { shape, size } = metadataOf(this.#file, path);
    const count = sizeOf(shape ?? [0]);
    if (size !== bytesOfReference)
      throw hdf5Error(name, "references to objects", "references to parts of them");
    assertFits(name, count * bytesOfPath, this.#limits);
    const raw = library.call(name, (hdf5) =>
      library.withMemory(name, count * size, (address) => {
        if (hdf5.get_dataset_data(id, path, null, null, null, BigInt(address)) < 0)
          throw library.problem(name);
        return hdf5.HEAPU8.slice(address, address + count * size);
      }),
    );
    return Array.from({ length: count }, (_, k) => this.#pathOf(raw.subarray(k * size, (k + 1) * size)));
  }

  #pathOf(reference: Uint8Array): string {
    this.#paths ??= this.#known();
    const { library, id, name } = this.#file;
    const known = this.#paths.get(Array.from(reference).join());
    const path = known ?? library.call(name, (hdf5) => hdf5.get_referenced_name(id, reference, true));
    if (path) return path;
    throw hdf5Error(name, "references to objects of the file", "one that leads nowhere");
  }

  /** Where MATLAB keeps what it refers to. */
  #known(): Map<string, string> {
    const group = "/#refs#";
    if (!isGroup(this.#file, group)) return new Map();
    const paths = namesIn(this.#file, group).map((name) => `${group}/${name}`);
    return new Map(paths.map((path) => [identityOf(this.#file, path), path]));
  }
}
