import { stat } from "node:fs/promises";
import { arrayPathOf } from "../data/files/array-path.ts";
import { mayBeFolder } from "../data/formats/registry.ts";
import { FileError } from "./errors.ts";

/**
 * Checks inputs before they are read, for two common mistakes in the shell: a pattern that
 * matches nothing, and a folder instead of the files in it.
 *
 * @param files - paths; web addresses are not checked
 * @throws {FileError} if a file does not exist or is a folder
 */
export async function checkInputs(files: readonly string[]): Promise<void> {
  for (const file of files) {
    if (!/^[a-z]+:\/\//i.test(file)) await checkInput(arrayPathOf(file).file);
  }
}

async function checkInput(file: string): Promise<void> {
  const found = await stat(file).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new FileError(`${file}: no such file.${patternHint(file)}`);
    return undefined; // reading the file will report what is wrong
  });
  if (!found?.isDirectory() || mayBeFolder(file)) return;
  throw new FileError(`${file} is a folder. Give the files in it: ${withoutSlashes(file)}/*.npy`);
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}

/** If no file matches a pattern, the shell passes on the pattern itself. */
function patternHint(file: string): string {
  return /[*?[]/.test(file) ? " It is a pattern that matched no file, or that is in quotes." : "";
}
