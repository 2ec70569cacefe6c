import type { CitationFacts, CitedSubject, OtherSource } from "../facts.ts";
import { capital } from "../methods.ts";
import { conditionText } from "./condition.ts";
import { referenceText } from "./text.ts";

/** A citation for reading: each subject with its references, then the sentences. */
export function citationText({ subjects, references, methods, notes }: CitationFacts): string {
  const known = new Map(references.map((reference) => [reference.key, referenceText(reference)]));
  const asked = subjects.filter(({ kind }) => kind !== "library").map((one) => subjectText(one, known));
  const blocks = [...asked, `This library\n  ${known.get("repgeom")}`, `Methods\n  ${methods}`];
  return `${[...blocks, ...notes.map((note) => `note: ${note}`)].join("\n\n")}\n`;
}

function subjectText(subject: CitedSubject, known: ReadonlyMap<string, string>): string {
  const { kind, name, title, sources, others } = subject;
  const used = sources.flatMap(({ of, keys }) => {
    const texts = keys.map((key) => known.get(key)!);
    return of === undefined ? texts : [`${of}:`, ...texts.map((text) => `  ${text}`)];
  });
  const further = others.length === 0 ? [] : ["with other options:", ...others.map(otherText)];
  return [`${capital(title)} (${kind} ${name})`, ...[...used, ...further].map((line) => `  ${line}`)].join(
    "\n",
  );
}

/** `debiased: Song et al., 2012`. */
function otherText({ when, short }: OtherSource): string {
  return `  ${conditionText(when)}: ${short.join("; ")}`;
}
