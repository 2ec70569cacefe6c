// A disk without room: --out on a small disk, a limit of the size of files, stdout that is full.
import { openSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { start, startInShell, tally } from "./child.mjs";
import { commandsFor, emptyFolder, faultIn } from "./commands.mjs";

/** A disk of 64 KiB over the folder "$OUT", which nobody else sees; then what is left in it. */
const onSmallDisk = (out) =>
  `exec unshare -Urm sh -c 'mount -t tmpfs -o size=64k none "${out}" && "$@"; code=$?; ls -A "${out}"; exit $code' sh "$@"`;
const limited = `ulimit -f 8; exec "$@"`;

export async function* disksFull({ trials, given }) {
  const canMount = spawnSync("unshare", ["-Urm", "true"]).status === 0;
  const kinds = [
    ...(canMount ? [["small disk", (words, out) => startInShell(onSmallDisk(out), words)]] : []),
    ["limit of files", (words) => startInShell(limited, words)],
    [
      "stdout",
      (words) => start(withoutOut(words), { stdio: ["ignore", openSync("/dev/full", "w"), "pipe"] }),
    ],
  ];
  for (const [of, run] of kinds) {
    const { row, count } = tally(of);
    for (let k = 0; k < Math.ceil(trials / 10); k++) {
      const out = emptyFolder(given);
      const { code, stdout, stderr } = await run(["rdm", ...commandsFor(given.files, out).rdm], out).ended;
      const said = /could not be written|ENOSPC|EFBIG/.test(stderr);
      count(
        code === 1 && said && stdout === ""
          ? faultIn(out, new Map())
          : `code ${code}, left "${stdout}": ${stderr}`,
      );
    }
    yield row;
  }
}

function withoutOut(words) {
  const at = words.indexOf("--out");
  return words.toSpliced(at, 2);
}
