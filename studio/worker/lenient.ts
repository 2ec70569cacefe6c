/** Reads one file of several. */
import { read, type ReadOptions, type Representation, type Source } from "repgeom";

/** What acts on arrays of more axes than two, and is meant for those alone where files are mixed. */
const aboutAxes = ["axes", "layout", "flatten", "pool", "mask"] as const;

/**
 * As `read` of all files together would: a matrix beside larger arrays stays as it is, although `read` of it alone refuses
 * options about axes that it does not have.
 */
export async function readLeniently(source: Source, options: ReadOptions): Promise<Representation[]> {
  try {
    return await read(source, options);
  } catch (error) {
    if (aboutAxes.every((name) => options[name] === undefined)) throw error;
    const plain = await read(source, without(options)).catch(() => undefined);
    if (!plain?.every(({ shape }) => shape.length === 2)) throw error;
    return plain.map((one) => ({
      ...one,
      arranged: [...(one.arranged ?? []), "its two axes are taken as stimuli × units"],
    }));
  }
}

function without(options: ReadOptions): ReadOptions {
  const others = Object.entries(options).filter(([name]) => !(aboutAxes as readonly string[]).includes(name));
  return Object.fromEntries(others);
}
