// `npm run example NAME`: one of the studies of examples/studies, from a checkout.
//
//   npm run example                               lists the studies
//   npm run example rnn-noise                     prints its claims, writes out/rnn-noise/report.html and summary.json
//   npm run example rnn-noise -- --train          trains its networks anew before (Python with PyTorch)
//   npm run example rnn-noise -- --out FOLDER     writes there
//   npm run example rnn-noise -- --docs           puts the table of claims into docs/studies/rnn-noise.md, too
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const built = new URL("../dist/src/cli/thread/interrupt.js", import.meta.url);
if (!existsSync(built)) {
  process.stderr.write("repgeom: not built yet. Run `npm ci` (or `npm run build`) first.\n");
  process.exit(1);
}
const { runInterruptibly } = await import(built.href);
await runInterruptibly(import.meta.url, async (words, signal) => {
  const { example } = await import("./example/example.mjs");
  return example(words, signal, {
    studies: fileURLToPath(new URL("../examples/studies", import.meta.url)),
    docs: fileURLToPath(new URL("../docs/studies", import.meta.url)),
  });
});
