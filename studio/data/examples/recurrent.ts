/** The fifteen recurrent networks of examples/rnn-dms, which several examples ask about. */
import type { ItemTable } from "repgeom/report";
import { fetchedFiles, namesOf, type Loaded } from "./example.ts";

/** Vite serves and copies the files at these addresses. */
const files = import.meta.glob<string>(
  ["../../../examples/rnn-dms/*.npy", "!../../../examples/rnn-dms/*.repeats.npy"],
  { eager: true, import: "default", query: "?url" },
);

const facts = import.meta.glob<string>("../../../examples/rnn-dms/networks.json", {
  eager: true,
  import: "default",
  query: "?url",
});

interface Network {
  readonly name: string;
  readonly noise: number;
  readonly iterations: number;
}

/** Networks with what their training was like. */
export async function recurrentNetworks(example: string): Promise<Loaded> {
  const [incoming, response] = await Promise.all([
    fetchedFiles(example, files),
    fetch(Object.values(facts)[0]!),
  ]);
  if (!response.ok)
    throw new Error(`The example could not be loaded: the server answered ${response.status}.`);
  const { networks } = (await response.json()) as { readonly networks: readonly Network[] };
  return { incoming, table: tableOf(namesOf(incoming), networks) };
}

function tableOf(names: readonly string[], networks: readonly Network[]): ItemTable {
  const rows = names.map((name) => networks.find((one) => one.name === name)!);
  return {
    names,
    columns: {
      condition: names.map((name) => name.split("-")[0]!),
      noise: rows.map(({ noise }) => noise),
      iterations: rows.map(({ iterations }) => iterations),
    },
  };
}
