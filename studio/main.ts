import { createEngine } from "repgeom";
import type { Engine, Progress, Representation } from "repgeom";
import { resultSections } from "repgeom/report";
import { styles } from "../src/report/styles.ts";
import { setUpFiles } from "./files.ts";
import { fittingMetrics } from "./fitting.ts";
import { chosenLayout, chosenSpec, showForm } from "./form.ts";
import { byId, orSay } from "./page.ts";
import { showRdmForm, type RdmChoice } from "./rdm-form.ts";
import { addComparisons, addRdm, clearResults } from "./results.ts";

// In a layer, so that the rules of page.css win; a style element would be forbidden by the page's policy.
const shared = new CSSStyleSheet();
shared.replaceSync(`@layer shared { ${styles} }`);
document.adoptedStyleSheets = [shared];

let representations: readonly Representation[] = [];
let running: AbortController | undefined;
let engine: Promise<Engine> | undefined;

showForm(fittingMetrics([]));
setUpFiles((all, isExample) => {
  running?.abort();
  representations = all;
  clearResults();
  showForm(fittingMetrics(all));
  showRdmForm(all, computeRdm);
  showState();
  if (isExample) void orSay(compareAll);
});

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void orSay(compareAll);
});
byId("cancel").addEventListener("click", () => {
  running?.abort();
  running = undefined;
  showState();
  byId("compare").focus(); // the button that had the focus is hidden now
});

async function compareAll(): Promise<void> {
  const run = new AbortController();
  running?.abort();
  running = run;
  showState();
  try {
    const loaded = await (engine ??= createEngine());
    const control = { signal: run.signal, onProgress: showProgress };
    const layout = chosenLayout();
    const given = layout ? representations.map((one) => ({ ...one, layout })) : representations;
    const result = await loaded.pairwise(given, chosenSpec(), control);
    const [section] = await resultSections([result], { engine: loaded });
    if (!run.signal.aborted) addComparisons(result, section!);
  } catch (error) {
    if (!run.signal.aborted) throw error; // cancelling is not an error
  } finally {
    if (running === run) running = undefined;
    showState();
  }
}

async function computeRdm({ representation, dissimilarity }: RdmChoice): Promise<void> {
  const loaded = await (engine ??= createEngine());
  const rdm = await loaded.rdm(representation, { dissimilarity });
  if (representations.includes(representation)) addRdm(rdm);
}

/** Enables and shows what the user can do now. It depends on what is loaded and what runs. */
function showState(): void {
  const ready = representations.length >= 2;
  byId<HTMLButtonElement>("compare").disabled = !ready || running !== undefined;
  byId("cancel").hidden = byId("progress").hidden = running === undefined;
  if (running) showProgress();
}

/** @param progress - undefined before the first piece of work is done */
function showProgress(progress?: Progress): void {
  const bar = byId("progress").querySelector("progress")!;
  const text = byId("progress-text");
  if (!progress) {
    bar.removeAttribute("value");
    text.textContent = "Starting";
    return;
  }
  const [verb, what] =
    progress.phase === "prepare" ? ["Preparing", "representations"] : ["Comparing", "pairs"];
  bar.max = progress.total;
  bar.value = progress.done;
  const steps = progress.steps ? `, step ${progress.steps}` : "";
  text.textContent = `${verb}: ${progress.done} of ${progress.total} ${what}${steps}`;
}
