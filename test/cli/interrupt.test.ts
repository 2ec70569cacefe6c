import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../src/data/write.ts";
import { euclidean, randomPoints } from "../geometry/oracles.ts";
import { main, start, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();
// enough pairs of enough units that they take far longer than the test waits
const files = Array.from({ length: 40 }, (_, i) => writeResponses(folder, `net-${i}`, 300, 300, i + 1));

describe("an interrupt", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "by %s ends a long run within a second with code %i and leaves no file",
    async (signal, code) => {
      const out = join(folder, "D.npy");
      const child = start(["pairwise", ...files, "--metric", "procrustes", "--progress", "--out", out]);
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      while (!stderr.includes("comparing")) await once(child.stderr, "data");
      const sent = performance.now();
      child.kill(signal);
      const [ended] = (await once(child, "close")) as [number | null];
      expect(ended).toBe(code);
      expect(performance.now() - sent).toBeLessThan(1000);
      expect(stderr).not.toContain("repgeom:");
      expect(readdirSync(folder).filter((name) => !name.startsWith("net-"))).toEqual([]);
    },
  );
});

/** Distances between n points, as a file. */
function writeDistances(name: string, n: number): string {
  const path = join(folder, name);
  const { data } = euclidean(randomPoints(n, 4, 1));
  writeFileSync(path, writeNpy([n, n], data));
  return path;
}

/** Work that lasts far longer than the test waits. */
const long: Record<string, () => string[]> = {
  "embed by smacof": () => ["embed", writeDistances("net-D.npy", 900), "--method", "smacof"],
  "cluster by k-medoids": () =>
    ["cluster", writeDistances("net-D.npy", 900), "--method", "k-medoids"].concat(
      ..."--clusters 40 --restarts 1000".split(" "),
    ),
  "predict by permutations": () => {
    const table = join(folder, "net-table.csv");
    writeFileSync(
      table,
      ["name,depth", ...Array.from({ length: 80 }, (_, i) => `${i},${i % 11}`)].join("\n"),
    );
    const words = ["predict", writeDistances("net-D.npy", 80), "--covariates", table, "--column", "depth"];
    return [...words, "--permutations", "1000000"];
  },
};

describe("Ctrl-C", () => {
  it.each(Object.entries(long))(
    "ends %s, which has its own threads, with 130 and leaves no file",
    async (_, words) => {
      const child = start([...words(), "--out", join(folder, "out.csv"), "--progress"]);
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      while (!stderr.includes("computing")) await once(child.stderr, "data");
      const sent = performance.now();
      child.kill("SIGINT");
      const [code, by] = (await once(child, "close")) as [number | null, string | null];
      // where threads do not end in time, on a busy machine, the process dies by the signal: 130 in a shell
      expect([130, "SIGINT"]).toContain(code ?? by);
      expect(performance.now() - sent).toBeLessThan(3000); // 300 ms where the machine is free
      expect(stderr).not.toContain("repgeom:");
      expect(readdirSync(folder).filter((name) => !name.startsWith("net-"))).toEqual([]);
    },
    60_000,
  );

  it("ends a command that no thread can leave: one that opens a pipe without a writer", async () => {
    const pipe = join(folder, "net-pipe.npy");
    execFileSync("mkfifo", [pipe]);
    const child = start(["rdm", pipe]);
    await new Promise((resolve) => setTimeout(resolve, 3000)); // until it hears signals and reads
    const sent = performance.now();
    child.kill("SIGINT");
    const ended = (await once(child, "close")) as [number | null, string | null];
    expect(ended).toEqual([null, "SIGINT"]); // 130 in a shell
    expect(performance.now() - sent).toBeLessThan(3000);
  }, 30_000);
});

describe("a full disk", () => {
  it("is a message and no half file, also where the system limits the size of files", () => {
    const words = [
      main,
      "rdm",
      writeResponses(folder, "net-many", 300, 3, 1),
      "--out",
      join(folder, "big.npy"),
    ];
    const limited = 'ulimit -f 8; exec "$@"';
    const { status, stderr } = spawnSync("/bin/sh", ["-c", limited, "sh", process.execPath, ...words], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toMatchObject({ status: 1 });
    expect(stderr).toContain("big.npy could not be written: EFBIG");
    expect(readdirSync(folder).filter((name) => !name.startsWith("net-"))).toEqual([]);
  }, 30_000);
});

describe("a reader that goes away", () => {
  it("ends the command quietly", async () => {
    const child = start(["rdm", writeResponses(folder, "net-long", 500, 3, 1)]);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    await once(child.stdout, "readable");
    child.stdout.destroy();
    const [code] = (await once(child, "close")) as [number | null];
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});
