/** What an example is, and how its files come. They are fetched when it is opened, not before. */
import type { ItemTable, LookOptions } from "repgeom/report";
import type { Item, Question } from "../../session/types.ts";
import type { Incoming } from "../add.ts";

export interface Example {
  readonly name: string;
  /** As on its button. */
  readonly title: string;
  readonly about: string;
  /** Asked last, and shown. */
  readonly question: Question;
  /** Asked before it. */
  readonly before?: readonly Question[];
  readonly look: LookOptions;
  load(): Promise<Loaded>;
}

export interface Loaded {
  readonly incoming: readonly Incoming[];
  readonly table: ItemTable;
  /** Of items by name, in questions of two sides. */
  readonly sides?: Readonly<Record<string, Item["side"]>>;
}

/**
 * Fetches the files of an example.
 * @param files - addresses by the place of the file in the repository, as `import.meta.glob` gives them
 */
export function fetchedFiles(
  example: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly Incoming[]> {
  return Promise.all(
    Object.entries(files).map(async ([path, address]): Promise<Incoming> => {
      const response = await fetch(address);
      if (!response.ok)
        throw new Error(`The example could not be loaded: the server answered ${response.status}.`);
      return {
        source: { name: path.split("/").at(-1)!, bytes: await response.arrayBuffer() },
        origin: { from: "example", example, path: path.replace(/^(\.\.\/)+/, "") },
      };
    }),
  );
}

/** Names as reading gives them: that of the file without its extension. */
export function namesOf(incoming: readonly Incoming[]): string[] {
  return incoming.map(({ origin }) =>
    ("path" in origin ? origin.path : "")
      .split("/")
      .at(-1)!
      .replace(/\.npy$/, ""),
  );
}
