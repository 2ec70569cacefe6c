import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ServedFiles } from "../../../src/studies/studio/protocol.ts";
import { main, repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const net = writeResponses(folder, "net", 6, 3, 1);

/** Programs that open addresses: they write down what they were given. */
const programs = join(folder, "programs");
const opened = join(folder, "opened");
mkdirSync(programs);
for (const name of ["xdg-open", "open"]) {
  writeFileSync(join(programs, name), `#!/bin/sh\necho "$@" >> ${opened}\n`);
  chmodSync(join(programs, name), 0o755);
}

/** A studio that is being served, when it has said its address. */
async function started(...words: readonly string[]) {
  const child = spawn(process.execPath, [main, "studio", ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: `${programs}:${process.env["PATH"]}` },
  });
  const said = { stdout: "", stderr: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  while (!said.stdout.includes("\n")) await once(child.stdout, "data");
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const [code] = (await once(child, "close")) as [number | null];
    return code;
  };
  return { child, said, end };
}

describe("repgeom studio", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("serves until %s, which is no failure", async (signal) => {
    const { said, end } = await started(net, "--no-open");
    expect(said.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/\n$/);
    const address = said.stdout.trim();
    const files = (await (await fetch(`${address}files.json`)).json()) as ServedFiles;
    expect(files).toEqual([
      { id: 0, name: net, size: 272, address: expect.stringMatching(/^\.\/files\/0\/net\.npy/) },
    ]);
    const bytes = new Uint8Array(await (await fetch(address + files[0]!.address)).arrayBuffer());
    expect(bytes).toEqual(new Uint8Array(readFileSync(net)));
    const sent = performance.now();
    expect(await end(signal)).toBe(0);
    expect(performance.now() - sent).toBeLessThan(3000); // 100 ms where the machine is free
    expect(said.stderr).toBe("repgeom: the studio is at this address with 1 file; Ctrl-C ends it.\n");
    await expect(fetch(address)).rejects.toThrow("fetch failed");
  });

  it("ends at once while a file is being sent", async () => {
    const path = join(folder, "long.npy");
    writeFileSync(path, "");
    truncateSync(path, 2 ** 30);
    const { said, end } = await started(path, "--no-open");
    const asked = request(`${said.stdout.trim()}files/0/long.npy`).end();
    const [response] = (await once(asked, "response")) as [NodeJS.ReadableStream];
    await once(response, "data");
    response.on("error", () => {});
    response.pause();
    expect(await end("SIGINT")).toBe(0);
  });

  it("opens the browser at an address that is good once, or not with --no-open, and says it as JSON", async () => {
    const { said, end } = await started(net, "--json");
    const { address, files } = JSON.parse(said.stdout) as { address: string; files: string[] };
    expect(files).toEqual([net]);
    await expect.poll(() => existsSync(opened) && readFileSync(opened, "utf8")).toMatch(/^http\S+\n$/);
    const given = readFileSync(opened, "utf8").trim();
    expect(given).not.toContain(new URL(address).pathname.slice(1, -1)); // everyone may read how a program was started
    const first = await fetch(given);
    expect([first.status, first.url]).toEqual([200, address]);
    expect((await fetch(given)).status).toBe(403);
    const other = await started("--no-open", "--quiet");
    expect(other.said.stderr).toBe("");
    expect(await Promise.all([end("SIGINT"), other.end("SIGINT")])).toEqual([0, 0]);
    expect(readFileSync(opened, "utf8")).toBe(`${given}\n`);
  });

  it("takes the port that is asked for, and says which flag is wrong where it is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const words = ["studio", "--no-open", "--port", String(port)];
    const { code, stdout, stderr } = await repgeom(...words);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(`repgeom: --port ${port}: the port is in use. Leave --port out for a free one.\n`);
    await new Promise((done) => other.close(done));
    const { said, end } = await started(...words.slice(1));
    expect(new URL(said.stdout).port).toBe(String(port));
    expect(await end("SIGINT")).toBe(0);
  });

  it.each([
    [[join(folder, "none.npy")], 1, /none\.npy: no such file/],
    [[net, join(folder, "opened.txt"), "x.txt"], 1, /no such file/],
    [["--port", "70000"], 2, /--port takes a whole number from 0 to 65535/],
    [[main], 2, /expected a file ending in/],
  ])("refuses %j before anything is served", async (words, expected, message) => {
    const { code, stdout, stderr } = await repgeom("studio", "--no-open", ...words);
    expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it.skipIf(process.platform !== "linux")(
    "never holds a file in memory, be the reader fast or slow",
    async () => {
      const path = join(folder, "large.npy");
      writeFileSync(path, "");
      truncateSync(path, 2 ** 29);
      const { child, said, end } = await started(path, "--no-open");
      const peak = () =>
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]) / 1024;
      const before = peak();
      let bytes = 0;
      const asked = request(`${said.stdout.trim()}files/0/large.npy`).end();
      const [response] = (await once(asked, "response")) as [NodeJS.ReadableStream];
      await once(response, "data");
      response.pause(); // what is not taken must not pile up either
      await new Promise((done) => setTimeout(done, 300));
      response.on("data", (piece: Buffer) => (bytes += piece.length)).resume();
      await once(response, "end");
      expect(bytes).toBeGreaterThan(2 ** 29 - 2 ** 20);
      expect(peak() - before).toBeLessThan(100); // MiB, of 512
      expect(await end("SIGINT")).toBe(0);
    },
  );
});
