import { FormatError } from "../../base/errors.ts";

/**
 * A package that reads or writes a format and may not be installed: `await optional("zarrita", () => import("zarrita").catch(asIs), file)`.
 * The import stands where bundlers see it. Vite bundles without the package because `peerDependenciesMeta` says that it may be
 * missing, and esbuild because of `asIs`.
 * @param file - that needs it, for the message
 * @throws {FormatError} that says what to install, if it is missing.
 */
export async function optional<T>(
  name: string,
  load: () => Promise<T>,
  file: string,
  done: "read" | "written" = "read",
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error)) throw error;
    const message = `${file}: such files are ${done} by the package ${name}, which is not installed. Install it: npm install ${name}`;
    throw new FormatError({ file, offset: 0, expected: `the package ${name}`, got: "none" }, message);
  }
}

/** Behind an import, for esbuild: it bundles what it does not find where the failure is caught. */
export function asIs(error: unknown): never {
  throw error;
}

/** What Node, Deno, Bun, browsers and bundlers throw for a module that is not there. */
function isMissing(error: unknown): boolean {
  const { code, message = "" } = error as { code?: string; message?: string };
  return (
    code === "ERR_MODULE_NOT_FOUND" ||
    /cannot find (module|package)|could not resolve|module not found|dynamically imported module|bare specifier|module specifier|valid url/i.test(
      message,
    )
  );
}
