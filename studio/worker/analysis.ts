/// <reference lib="webworker" />
/** The analysis worker: representations, the engine with its threads, and the results. It draws nothing. */
import { expose, transfer } from "comlink";
import { createEngine, loadMetric, registerMetric, type Engine } from "repgeom";
import { runners } from "../question/kinds/runners.ts";
import { holdLife } from "./life.ts";
import type { Analysis, Partial, Task, Told } from "./protocol.ts";
import type { Earlier, Given, Ran, Runner } from "./runner.ts";
import { createShelf } from "./shelf.ts";
import { throttled } from "./throttle.ts";

/** Whether the lock by which the page sees that this worker lives is held. */
const alive = holdLife(self.name);

/** Deterministic, so that the command line and a program give the same bits as the page. */
let engine: Promise<Engine> | undefined;
const loaded = () => (engine ??= createEngine({ deterministic: true }));

let second: Promise<Engine> | undefined;
/**
 * For what the person looks at while a question may run: without threads, so that it neither waits for those
 * of the run nor takes them. It computes on this thread, which only hands out work during a run.
 */
const beside = () => (second ??= createEngine({ threads: 0, deterministic: true }));

const shelf = createShelf(beside);
const results = new Map<number, Ran & Pick<Earlier, "question"> & { readonly of: string }>();
const under = new Map<number, AbortController>();
/** Stops the trial of an estimate. */
let guess = new AbortController();

/** Milliseconds between two messages of one kind to the page, which draws values so far and has other things to do. */
const [progressEvery, partialEvery] = [100, 250];

/** Metrics of files that are being loaded: what is computed waits for them. */
let owned: Promise<void> = Promise.resolve();

const analysis: Analysis = {
  own(address, name) {
    const loading = loadMetric(address, name).then(async (metric) => {
      const { know } = await import("../own/metrics.ts");
      registerMetric(metric);
      know(metric);
    });
    owned = Promise.allSettled([owned, loading]).then(() => {});
    return loading;
  },
  read: (file) => shelf.read(file),
  keep: (pairs) => shelf.keep(pairs),
  forget: (ids) => shelf.forget(ids),
  async sniff(file, name, known) {
    const { sniff } = await import("./sniff.ts");
    return sniff(file, name, known);
  },
  async unpack(archive) {
    const { unpack } = await import("./unpack.ts");
    return unpack(archive);
  },
  async pack(files) {
    const { pack } = await import("./unpack.ts");
    return pack(files);
  },
  async estimate(task, work) {
    const { estimate } = await import("./estimate.ts");
    guess.abort();
    guess = new AbortController();
    return estimate(task, await givenOf(task), work, await loaded(), guess.signal);
  },
  async run(task, known, onProgress, onPartial) {
    const stop = new AbortController();
    under.set(task.answer, stop);
    guess.abort(); // the answer needs the threads
    const of = contentOf(task);
    for (const id of results.keys()) if (!known.includes(id)) results.delete(id);
    const progress = throttled<Told>((told) => void onProgress(told), progressEvery);
    const partial = throttled<Partial>((values) => void onPartial(copied(values)), partialEvery);
    try {
      await owned;
      const run = await runnerOf(task);
      const { knowMetrics } = await import("../own/metrics.ts");
      await knowMetrics(task.question.metrics); // for titles
      const ran = await run({
        task,
        given: await givenOf(task),
        engine: await loaded(),
        control: { signal: stop.signal, onProgress: ({ values: _values, ...told }) => progress.tell(told) },
        onPartial: partial.tell,
        earlier: [...results.values()].filter((one) => one.of === of).reverse(),
      });
      stop.signal.throwIfAborted();
      results.set(task.answer, { ...ran, question: task.question, of });
      const files = ran.files.map(({ name, label }) => ({ name, label }));
      return { title: ran.title, sections: ran.sections, files };
    } finally {
      progress.end();
      partial.end();
      under.delete(task.answer);
    }
  },
  cancel(answer) {
    under.get(answer)?.abort();
  },
  ready: () => alive,
  async explain(a, b, spec, leaveOut) {
    const { explained } = await import("./explained.ts");
    await owned;
    return explained(await shelf.take(a), await shelf.take(b), spec, leaveOut, await beside());
  },
  async derive(square, what, groups) {
    const { derived } = await import("./derived.ts");
    return derived(square, what, groups, await beside());
  },
  async agree(first, other) {
    const { agreement } = await import("./agreement.ts");
    return agreement(first, other, await beside());
  },
  async rdms(asked, dissimilarity) {
    const { rdmsOf } = await import("./rdms.ts");
    return rdmsOf(await Promise.all(asked.map((one) => shelf.take(one))), dissimilarity, await beside());
  },
  async report(sections, page) {
    const { reportSections } = await import("repgeom/report");
    return reportSections(sections, page);
  },
  async file(answer, name) {
    const made = results.get(answer)?.files.find((one) => one.name === name);
    if (!made)
      throw new Error(
        "What this answer was made of is no longer here, e.g. since the page was loaded again: ask it once more to save its files.",
      );
    const content = await made.make();
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    return transfer({ name, bytes }, [bytes.buffer as ArrayBuffer]);
  },
};

/** @throws {Error} for a question of a newer studio. */
function runnerOf({ question: { kind } }: Task): Promise<Runner> {
  const load = Object.hasOwn(runners, kind) ? runners[kind] : undefined;
  if (load) return load();
  throw new Error(`This studio knows no question of the kind “${kind}”; it may be of a newer version.`);
}

async function givenOf({ asked }: Task): Promise<Given[]> {
  const given: Given[] = [];
  for (const one of asked) given.push({ representation: await shelf.take(one), side: one.side ?? "rows" });
  return given;
}

/** The run goes on filling its array, so a copy leaves. */
function copied(partial: Partial): Partial {
  const values = partial.values.slice();
  return transfer({ ...partial, values }, [values.buffer]);
}

/** Which responses a task is about, under which names. What is read anew has new ids. */
function contentOf({ asked }: Task): string {
  return JSON.stringify(asked.map(({ id, name, side }) => [id, name, side]));
}

expose(analysis);
