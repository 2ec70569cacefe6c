/** All that is known of the one item that is selected, with what may be done about what is wrong. */
import type { Item } from "../../session/types.ts";
import { pathOf } from "../arrive/names.ts";
import { Remedies } from "../remedies.tsx";
import { selectedItems } from "./select.ts";
import { doubtsOf } from "./warnings.ts";

export function Facts() {
  const [item, other] = selectedItems.value;
  if (!item || other) return null;
  const { words, remedies } = doubtsOf(item);
  return (
    <div class="about">
      <dl>
        {factsOf(item).map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd title={text}>{text}</dd>
          </div>
        ))}
      </dl>
      {words.map((text) => (
        <p class="warn" key={text}>
          {text}
        </p>
      ))}
      <Remedies remedies={remedies} ids={[item.id]} />
    </div>
  );
}

function factsOf({ origin, shape, axes, type, bytes, said, stimuli, readAs }: Item): [string, string][] {
  const [first, last] = [stimuli?.[0], stimuli?.at(-1)];
  return [
    ["File", origin.from === "url" ? origin.url : pathOf(origin)],
    ...(readAs.includes(":") ? [["Array", readAs.slice(readAs.indexOf(":") + 1)] as [string, string]] : []),
    ["Shape", `${shape.join(" × ")}: ${axes}`],
    ["Type", `${type}${bytes === undefined ? "" : `, ${sizeWords(bytes)}`}`],
    ...(stimuli ? [["Stimuli", `${first} … ${last}`] as [string, string]] : []),
    ...(said.length > 0 ? [["Reading", said.join("; ")] as [string, string]] : []),
  ];
}

/** 1536 → "1.5 KB". */
function sizeWords(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB"];
  let [value, k] = [bytes, 0];
  while (value >= 1024 && k < units.length - 1) [value, k] = [value / 1024, k + 1];
  return `${Number(value.toPrecision(3))} ${units[k]}`;
}
