/** RDMs of the selected networks, when they are wished for. */
import { useState } from "preact/hooks";
import { dissimilarities, type DissimilarityName } from "repgeom";
import { counted } from "../parts/numbers.ts";
import { selection } from "../parts/use-link.ts";
import { session } from "../session/store.ts";
import type { Item } from "../session/types.ts";
import { analysis } from "../worker/client.ts";
import { Card } from "./card.tsx";
import type { Dress } from "./dress.ts";

/** More would not be compared by eye. */
const most = 24;

/** Those that need nothing but the responses. */
const offered: readonly DissimilarityName[] = ["correlation", "euclidean", "cosine"];

export function RdmCard({ dress }: { readonly dress: Dress }) {
  const [dissimilarity, choose] = useState<DissimilarityName>("correlation");
  const [asked, ask] = useState<{ items: readonly Item[]; dissimilarity: DissimilarityName }>();
  const names = selection.value.selected.networks;
  const items = session.value.items.filter(({ name, present }) => present && names.includes(name));
  const some = items.slice(0, most);
  const key = asked && `rdms/${asked.dissimilarity}/${asked.items.map(({ id }) => id).join(",")}`;
  return (
    <section class="part rdms" aria-label="RDMs of selected networks">
      <h3 class="heading">RDMs of selected networks</h3>
      <p class="row">
        <button disabled={some.length === 0} onClick={() => ask({ items: some, dissimilarity })}>
          Show {some.length === 0 ? "RDMs" : `the RDM of ${counted(some.length, "network")}`}
        </button>
        <label>
          Dissimilarity{" "}
          <select
            value={dissimilarity}
            onChange={(event) => choose(event.currentTarget.value as DissimilarityName)}
          >
            {offered.map((name) => (
              <option key={name} value={name}>
                {dissimilarities[name].title}
              </option>
            ))}
          </select>
        </label>
        {some.length === 0 && <span class="empty">Select networks in any view first.</span>}
        {items.length > most && <span class="empty">The first {most} of the selected.</span>}
      </p>
      {asked && (
        <Card
          about="rdm"
          dress={dress}
          view={{
            id: "rdms",
            title: "RDMs",
            forms: [
              { label: "", content: { key: key!, load: () => rdmsOf(asked.items, asked.dissimilarity) } },
            ],
          }}
        />
      )}
    </section>
  );
}

function rdmsOf(items: readonly Item[], dissimilarity: DissimilarityName) {
  const asked = items.map(({ id, name }) => ({ id, name }));
  return analysis().rdms(asked, dissimilarity);
}
