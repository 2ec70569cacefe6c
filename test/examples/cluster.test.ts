import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Job } from "kubernetes-models/batch/v1";
import { afterAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { parseShard } from "../../src/cli/checkpoint/flags.ts";
import { main, repgeom, writeResponses } from "../support/repgeom.ts";
import { commandsOf, examples, isThere, pathsIn } from "./folders.ts";

const folder = join(examples, "cluster");
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");
const scripts = readdirSync(folder).filter((name) => name.endsWith(".sh"));

describe("the scripts for clusters", () => {
  it("are described, and run by commands whose files are there", () => {
    const readme = textOf("README.md");
    for (const name of readdirSync(folder)) if (name !== "README.md") expect(readme).toContain(`](${name})`);
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !isThere(join(folder, link)))).toEqual([]);
    const paths = commandsOf(readme, folder).flatMap(({ line }) => pathsIn(line));
    const lost = paths.filter((path) => !/^(nets|ckpt|\d+)\//.test(path) && !isThere(join(folder, path)));
    expect(lost).toEqual([]);
  });

  it.each(scripts)("%s is a script that the shell can read", (name) => {
    expect(() => execFileSync("sh", ["-n", join(folder, name)])).not.toThrow();
  });
});

interface Container {
  readonly args: readonly string[];
  readonly volumeMounts: readonly { readonly name: string }[];
}

/** What of a Job its meaning depends on. */
interface JobLike {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completionMode?: string;
    readonly completions?: number;
    readonly suspend?: boolean;
    readonly template: {
      readonly spec: {
        readonly containers: readonly Container[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

describe("kubernetes-job.yaml", () => {
  const text = textOf("kubernetes-job.yaml");
  const documents = parseAllDocuments(text).map((document) => document.toJS() as JobLike);
  const containerOf = ({ spec }: JobLike) => spec.template.spec.containers[0]!;

  it("is of the schema of Kubernetes, and says that it was not run", () => {
    expect(documents).toHaveLength(2);
    for (const document of documents) {
      expect(() => new Job(document as never).validate()).not.toThrow();
      const mounts = containerOf(document).volumeMounts.map(({ name }) => name);
      expect(mounts).toEqual(document.spec.template.spec.volumes.map(({ name }) => name));
    }
    expect(text).toMatch(/^# NOT RUN/m);
  });

  it("is checked by a schema that refuses", () => {
    const wrong = structuredClone(documents[0]) as { spec: { completions: unknown } };
    wrong.spec.completions = "eight";
    expect(() => new Job(wrong as never).validate()).toThrow("completions");
  });

  it("gives each index another shard, the first one 1", () => {
    const [shards, merge] = documents as [JobLike, JobLike];
    expect(shards.spec.completionMode).toBe("Indexed");
    const { completions } = shards.spec;
    const line = containerOf(shards).args[0]!;
    const words = Array.from({ length: completions! }, (_, index) =>
      execFileSync("sh", ["-c", `echo ${/--shard (\S+ \+ 1\)\)\/\d+)/.exec(line)![1]!}`], {
        encoding: "utf8",
        env: { JOB_COMPLETION_INDEX: String(index) },
      }).trim(),
    );
    expect(words.map(parseShard)).toEqual(words.map((_, index) => ({ index, count: completions })));
    expect(merge.spec.suspend).toBe(true);
    for (const { metadata } of documents) expect(text).toMatch(new RegExp(`job[/ ]${metadata.name}\\b`));
  });
});

const missing = spawnSync("parallel", ["--version"]).status !== 0;

describe.skipIf(missing)(
  missing ? "parallel.sh (skipped: GNU parallel is not installed)" : "parallel.sh",
  () => {
    const own = mkdtempSync(join(tmpdir(), "repgeom-parallel-"));
    afterAll(() => rmSync(own, { recursive: true, force: true }));
    const nets = Array.from({ length: 9 }, (_, k) => writeResponses(own, `net ${k}`, 20, 5, k + 1));

    it("gives the bytes of one run, from three parts and names with spaces", async () => {
      const env = { ...process.env, REPGEOM: `${process.execPath} ${main}`, SHARDS: "3" };
      const run = () => spawnSync(join(folder, "parallel.sh"), nets, { cwd: own, env, encoding: "utf8" });
      const { status, stderr } = run();
      expect(stderr).toContain("shard 3/3 is done");
      expect(status).toBe(0);
      const single = join(own, "single.npy");
      await repgeom("pairwise", ...nets, "--metric", "procrustes", "--deterministic", "--out", single);
      expect(readFileSync(join(own, "D.npy")).equals(readFileSync(single))).toBe(true);
      expect(readdirSync(join(own, "ckpt")).toSorted()).toEqual(["1", "2", "3"]);
    });

    it("ends with an error if a part has one", () => {
      const env = {
        ...process.env,
        REPGEOM: `${process.execPath} ${main}`,
        SHARDS: "2",
        METRIC: "ckaa",
        CKPT: join(own, "none"),
      };
      const { status, stderr } = spawnSync(join(folder, "parallel.sh"), nets, {
        cwd: own,
        env,
        encoding: "utf8",
      });
      expect(status).not.toBe(0);
      expect(stderr).toContain("ckaa");
    });
  },
);
