import { stat } from "node:fs/promises";
import { FileError } from "./errors.ts";

/**
 * What is wrong with an input before its bytes matter: the two slips of the
 * shell, a pattern that matches nothing and a folder in place of its files.
 *
 * @param files - paths; addresses, which have no place on this disk, pass
 * @throws {FileError} if one is not there or is a folder
 */
export async function checkInputs(files: readonly string[]): Promise<void> {
  for (const file of files) {
    if (!/^[a-z]+:\/\//i.test(file)) await checkInput(file);
  }
}

async function checkInput(file: string): Promise<void> {
  const found = await stat(file).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new FileError(`${file}: no such file.${patternHint(file)}`);
    return undefined; // whoever reads it says what is wrong
  });
  if (!found?.isDirectory()) return;
  throw new FileError(`${file} is a folder. Give the files in it: ${file.replace(/\/+$/, "")}/*.npy`);
}

/** A shell that finds nothing hands the pattern itself on. */
function patternHint(file: string): string {
  return /[*?[]/.test(file) ? " It is a pattern that matched nothing, or it stands in quotes." : "";
}
