import { fetchedFiles, namesOf, type Example } from "./example.ts";

/** Made by examples/shared-space/copies.mjs. */
const files = import.meta.glob<string>("../../../examples/shared-space/copies/*.npy", {
  eager: true,
  import: "default",
  query: "?url",
});

export const sharedSpace: Example = {
  name: "shared-space",
  title: "A shared space: native against shared",
  about:
    "Eight noisy copies of one network, each in axes of its own: in native units they have little in common, in a shared space nearly all.",
  question: {
    kind: "shared-space",
    metrics: [],
    options: { features: 20, iterations: 500, similarity: "cosine" },
  },
  look: {},
  async load() {
    const incoming = await fetchedFiles("shared-space", files);
    const names = namesOf(incoming);
    return { incoming, table: { names, columns: { copy: names.map((_, k) => k + 1) } } };
  },
};
