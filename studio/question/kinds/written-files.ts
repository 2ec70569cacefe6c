/** Files of results, as the command line writes them. */
import { writeNpy, type Matrix, type Written } from "repgeom";
import type { MadeFile } from "../../worker/runner.ts";

/**
 * A result in its three forms.
 * @param name - without an extension
 * @param what - on the buttons: "Values"
 */
export function writtenFiles(name: string, what: string, result: Written): MadeFile[] {
  return [
    { name: `${name}.csv`, label: `${what} (.csv)`, make: () => result.toCsv() },
    { name: `${name}.npy`, label: `${what} (.npy)`, make: () => result.toNpy() },
    { name: `${name}.json`, label: `${what}, with options (.json)`, make: () => result.toJson() },
  ];
}

export function matrixFile(name: string, what: string, { rows, cols, data }: Matrix): MadeFile {
  return { name: `${name}.npy`, label: `${what} (.npy)`, make: () => writeNpy([rows, cols], data) };
}

/** A name of an item as part of a file name, as the command line makes it. */
export const fileName = (name: string) => name.replaceAll(/[/\\:]/g, "-");
