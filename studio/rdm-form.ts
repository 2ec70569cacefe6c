import { metrics } from "repgeom";
import type { DissimilarityName, Representation } from "repgeom";
import { element } from "../src/report/charts/parts/element.ts";
import { most, shorten } from "../src/report/words.ts";
import { isMatrix } from "./fitting.ts";
import { byId, orSay } from "./page.ts";

/** What the user chose in the form. */
export interface RdmChoice {
  readonly representation: Representation;
  readonly dissimilarity: DissimilarityName;
}

/** Shows a form for the dissimilarities between the stimuli of one loaded file. Hidden if no file fits. */
export function showRdmForm(
  representations: readonly Representation[],
  compute: (choice: RdmChoice) => Promise<void>,
): void {
  const form = byId("rdm-form");
  const possible = representations.filter(isMatrix);
  form.hidden = possible.length === 0;
  if (form.hidden) return form.replaceChildren();
  const file = select(
    "rdm-file",
    possible.map(({ name }) => name),
  );
  const kind = select("rdm-dissimilarity", dissimilarities());
  const button = element("button", { type: "button" }, ["Show RDM"]);
  button.addEventListener("click", () =>
    orSay(() =>
      compute({
        representation: possible[file.selectedIndex]!,
        dissimilarity: kind.value as DissimilarityName,
      }),
    ),
  );
  const title = element("h3", {}, ["Stimuli of one file"]);
  const fields = [field("File", file), field("Dissimilarity", kind)];
  form.replaceChildren(title, element("div", { class: "actions" }, [...fields, button]));
}

/** The dissimilarities that need only rows of responses, as the metric `rsa` declares them. */
function dissimilarities(): readonly string[] {
  const schema = metrics.rsa.options.dissimilarity;
  return schema.type === "choice" ? schema.choices : [];
}

function select(id: string, values: readonly string[]): HTMLSelectElement {
  const options = values.map((value) => element("option", { value }, [shorten(value, most.word)]));
  return element("select", { id }, options);
}

function field(text: string, control: HTMLElement): HTMLElement {
  return element("span", {}, [element("label", { for: control.id }, [text]), " ", control]);
}
