// npm run soak [-- --minutes N] [--part engine|page|small ...] [--calls N]
//
// Does memory stay where it is when work is repeated for minutes? Prints one table, a figure a minute, and exits
// with 1 if something has grown beyond its bound. The time is divided between the parts:
//   engine  all functions in turn, on an engine with two threads
//   page    the studio in Chromium, which begins a session with its example again and again; left out where there is no Chromium
//   small   10,000 calls of a small job, however long they take
import { parseArgs } from "node:util";
import { soakEngine, soakSmall } from "./engine.mjs";
import { grownBeyond } from "./held.mjs";
import { soakPage } from "./page.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    calls: { type: "string", default: "10000" },
    part: { type: "string", multiple: true, default: ["engine", "page", "small"] },
  },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes is ${values.minutes}; expected a number above 0.`);

const parts = { engine: soakEngine, page: soakPage, small: soakSmall };
const timed = values.part.filter((name) => name !== "small").length || 1;
const seconds = (60 * minutes) / timed;
const each = { seconds, calls: Number(values.calls), step: Math.min(60, seconds / 5) };

const columns = ["part", "after", "calls", "heap MiB", "process MiB", "grown", "bound"];
const widths = [8, 9, 8, 10, 12, 14, 14];
const line = (cells) => cells.map((cell, k) => String(cell ?? "").padStart(widths[k])).join(" ");
console.log(line(columns));

let isBeyond = false;
for (const name of values.part) {
  if (!parts[name]) throw new Error(`--part is ${name}; expected one of ${Object.keys(parts).join(", ")}.`);
  const seen = [];
  const bound = await parts[name](each, ({ seconds, calls, heap, resident }) => {
    seen.push({ heap, resident });
    console.log(line([name, `${Math.round(seconds)} s`, calls, heap.toFixed(1), resident?.toFixed(0)]));
  });
  if (bound) judge(name, seen, bound);
  else console.log(line([name, "left out", "", "no Chromium"]));
}
process.exitCode = isBeyond ? 1 : 0;

function judge(name, seen, bound) {
  for (const { what, grown, most, isWorse } of grownBeyond(seen, bound)) {
    isBeyond ||= isWorse;
    console.log(line([name, what, "", "", "", grown.toFixed(1), `${most}${isWorse ? "  BEYOND" : ""}`]));
  }
}
