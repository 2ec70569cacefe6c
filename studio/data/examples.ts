/** Examples that come with the studio; the first is what a newcomer clicks. */
import type { ItemTable, LookOptions } from "repgeom/report";
import type { Question } from "../session/types.ts";
import type { Incoming } from "./add.ts";

export interface Example {
  readonly name: string;
  /** As on its button. */
  readonly title: string;
  readonly about: string;
  readonly question: Question;
  readonly look: LookOptions;
  load(): Promise<{ readonly incoming: readonly Incoming[]; readonly table: ItemTable }>;
}

/** The recurrent networks. Vite serves and copies the files at these addresses. */
const rnnFiles = import.meta.glob<string>(
  ["../../examples/rnn-dms/*.npy", "!../../examples/rnn-dms/*.repeats.npy"],
  { eager: true, import: "default", query: "?url" },
);

const rnn: Example = {
  name: "rnn-dms",
  title: "Open the example: 15 networks with a memory task",
  about: "Ten recurrent networks that differ in their seed, and five that were trained with noise.",
  question: { kind: "pairs", metrics: [{ metric: "procrustes" }], options: {} },
  look: { color: "condition" },
  async load() {
    const files = Object.entries(rnnFiles).map(([path, address]) => ({
      name: path.split("/").at(-1)!,
      address,
    }));
    const names = files.map(({ name }) => name.replace(/\.npy$/, ""));
    const incoming = await Promise.all(
      files.map(async ({ name, address }): Promise<Incoming> => {
        const response = await fetch(address);
        if (!response.ok)
          throw new Error(`The example could not be loaded: the server answered ${response.status}.`);
        return {
          source: { name, bytes: await response.arrayBuffer() },
          origin: { from: "example", example: "rnn-dms", path: `examples/rnn-dms/${name}` },
        };
      }),
    );
    return { incoming, table: { names, columns: { condition: names.map((name) => name.split("-")[0]!) } } };
  },
};

export const examples: readonly Example[] = [rnn];
