import { useState } from "preact/hooks";
import { orSay } from "../session/live.ts";

/** A text to read and to copy. */
export function CopyBox({ label, text }: { readonly label: string; readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    orSay(async () => {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  return (
    <section class="copy">
      <header>
        <h3>{label}</h3>
        <button onClick={() => void copy()}>{copied ? "Copied" : "Copy"}</button>
      </header>
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </section>
  );
}
