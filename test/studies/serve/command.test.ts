import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { request } from "node:http";
import autocannon from "autocannon";
import { describe, expect, it } from "vitest";
import { repgeom, temporaryFolder } from "../../support/repgeom.ts";
import { asked, network, posted, started } from "./service.ts";

const folder = temporaryFolder();
const small = { x: network(1, 30, 8), y: network(2, 30, 8), metric: "cka" };
/** Some seconds of work. */
const long = {
  representations: Array.from({ length: 12 }, (_, k) => network(k + 1, 60, 40)),
  metric: "procrustes",
  permutation: "stimuli",
  samples: 10_000,
};

/** The events of an answer, as they come. */
function events(address: string, body: unknown, timeout = 30_000) {
  const { hostname, port } = new URL(address);
  const headers = { "content-type": "application/json", accept: "text/event-stream" };
  const seen: { event: string; data: any }[] = [];
  const outgoing = request({
    hostname,
    port,
    path: "/pairwise",
    method: "POST",
    headers,
    agent: false,
    timeout,
  });
  const ended = new Promise<void>((resolve) => {
    outgoing.on("error", () => resolve());
    outgoing.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        const blocks = (text + piece).split("\n\n");
        text = blocks.pop()!;
        for (const block of blocks) {
          const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
          if (event !== undefined) seen.push({ event, data: JSON.parse(data!) });
        }
      });
      response.on("end", resolve).on("error", () => resolve());
    });
  });
  outgoing.end(JSON.stringify(body));
  return { seen, ended, leave: () => outgoing.destroy() };
}

const ready = async (address: string) => (await asked(address, { path: "/ready" })).body;

describe("repgeom serve", () => {
  it("answers what it accepted after SIGTERM, takes nothing new, and exits with 0", async () => {
    const { address, said, child, closed } = await started(["--concurrency", "1"]);
    const body = { ...long, representations: long.representations.slice(0, 4), samples: 1500 };
    const first = events(address, body);
    await expect.poll(() => first.seen.length).toBeGreaterThan(0);
    const waits = posted(address, "/compare", small);
    await expect.poll(async () => (await ready(address)).waiting).toBe(1);
    child.kill("SIGTERM");
    await expect
      .poll(() =>
        asked(address, { path: "/health" }).then(
          () => "taken",
          () => "refused",
        ),
      )
      .toBe("refused");
    await first.ended;
    expect(first.seen.at(-1)!.event).toBe("result");
    expect((await waits).status).toBe(200);
    expect(await closed).toBe(0);
    expect(said.stderr).toMatch(/ended: \d+ requests were accepted, 0 were not answered\.\n$/);
    expect(said.stderr).toMatch(/^\S+Z 200 POST \/pairwise \d+\.\d ms, \d{4,} B in, \d+ B out$/m);
  });

  it("answers with 503 what takes longer than --grace, and ends at once with a second signal", async () => {
    const { address, child, closed } = await started(["--grace", "0.3"]);
    const other = await started([]);
    const [first, second] = [events(address, long), events(other.address, long)];
    await expect.poll(() => Math.min(first.seen.length, second.seen.length)).toBeGreaterThan(0);
    child.kill("SIGTERM");
    other.child.kill("SIGTERM");
    await first.ended;
    expect(first.seen.at(-1)).toMatchObject({ event: "error", data: { status: 503 } });
    expect(await closed).toBe(0);
    other.child.kill("SIGTERM");
    expect(await other.closed).toBe(0);
    await second.ended;
    expect(second.seen.some(({ event }) => event === "result")).toBe(false);
  });

  it("streams progress, ends the work of who goes away, and of what takes too long", async () => {
    const { address, end } = await started([
      "--concurrency",
      "1",
      "--queue",
      "1",
      "--timeout",
      "2.5",
      "--quiet",
    ]);
    const stays = events(address, {
      ...long,
      representations: long.representations.slice(0, 2),
      samples: 50,
    });
    await stays.ended;
    const kinds = stays.seen.map(({ event }) => event);
    expect(kinds.at(-1)).toBe("result");
    expect(kinds.slice(0, -1)).toEqual(kinds.slice(0, -1).map(() => "progress"));
    expect(stays.seen[0]!.data).toEqual({
      phase: expect.any(String),
      done: expect.any(Number),
      total: expect.any(Number),
    });

    const goes = events(address, long);
    await expect.poll(async () => (await ready(address)).running).toBe(1);
    const waits = events(address, long);
    await expect.poll(async () => (await ready(address)).waiting).toBe(1);
    const refused = await posted(address, "/compare", small);
    expect([refused.status, refused.body.error.name]).toEqual([429, "BusyError"]);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await asked(address, { path: "/ready" })).status).toBe(503);
    waits.leave(); // who waits gives up
    goes.leave(); // and who is worked on
    await expect.poll(() => ready(address)).toMatchObject({ status: "ready", running: 0, waiting: 0 });

    const late = events(address, long);
    await late.ended;
    expect(late.seen.at(-1)).toMatchObject({
      event: "error",
      data: { status: 504, error: { name: "TimeoutError" } },
    });
    const plain = await posted(address, "/pairwise", long);
    expect([plain.status, plain.body.error.name]).toEqual([504, "TimeoutError"]);
    expect((await posted(address, "/compare", small)).status).toBe(200);
    expect(await end()).toBe(0);
  });

  it("stays as it is when many go away at once", async () => {
    const { address, end, said } = await started(["--queue", "50", "--quiet"]);
    for (let round = 0; round < 2; round++) {
      const all = Array.from({ length: 20 }, () => events(address, long));
      await expect.poll(async () => (await ready(address)).running).toBe(2);
      for (const one of all) one.leave();
    }
    await expect.poll(() => ready(address)).toMatchObject({ running: 0, waiting: 0 });
    expect((await posted(address, "/compare", small)).status).toBe(200);
    expect(await end()).toBe(0);
    expect(said.stderr).toBe("");
  });

  it("loses no request of a load, nor the answer of one, when SIGTERM comes in the middle", async () => {
    const { address, end, said } = await started([]);
    const load = autocannon({
      url: `${address}compare`,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(small),
      connections: 8,
      duration: 30,
    });
    let answered = 0;
    load.on("response", (_client, status) => void (answered += status === 200 ? 1 : NaN));
    await expect.poll(() => answered).toBeGreaterThan(300);
    expect(await end()).toBe(0);
    load.stop();
    await load;
    const [, accepted, lost] = /ended: (\d+) requests were accepted, (\d+) were not/.exec(said.stderr)!;
    expect([Number(accepted), Number(lost)]).toEqual([answered, 0]);
  });

  it("makes a token where others can reach it, which is printed once and in no log", async () => {
    const { said, address, end } = await started(["--host", "0.0.0.0"]);
    const [, token = ""] = /^token: ([\w-]{32})\n$/m.exec(said.stdout)!;
    const local = address.replace("0.0.0.0", "127.0.0.1");
    expect((await posted(local, "/compare", small)).status).toBe(401);
    expect(
      (await posted(local, "/compare?secret=1", small, { authorization: `Bearer ${token}` })).status,
    ).toBe(400);
    expect((await posted(local, "/compare", small, { authorization: `Bearer ${token}` })).status).toBe(200);
    expect(await end()).toBe(0);
    expect(said.stderr).toMatch(/401 POST \/compare/);
    expect(said.stderr).not.toContain(token);
    expect(said.stderr).not.toContain("secret");
  });

  it("takes the token of the environment, and says the address as JSON", async () => {
    const token = "of-the-environment";
    const { said, end } = await started(["--json"], { REPGEOM_TOKEN: token });
    const { address, ...others } = JSON.parse(said.stdout) as { address: string };
    expect(others).toEqual({});
    expect((await posted(address, "/compare", small)).status).toBe(401);
    expect((await posted(address, "/compare", small, { authorization: `Bearer ${token}` })).status).toBe(200);
    expect(await end("SIGINT")).toBe(0);
  });

  it.each([
    [["--token", "short"], 2, /must be 16 to 512 letters/],
    [["--max-memory", "100MB"], 2, /--max-memory 100000000 is too little for --concurrency 2/],
    [["--max-body", "5GB"], 2, /--max-body 5000000000 is more than/],
    [["--files", `${folder}/none`], 1, /--files: there is no folder \S+none\./],
    [["--host", "256.1.1.1"], 1, /--host 256\.1\.1\.1: there is no such name|ENOTFOUND|EAI_AGAIN/],
  ])("refuses %j before it listens", async (words, expected, message) => {
    const { code, stdout, stderr } = await repgeom("serve", "--port", "0", ...words);
    expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("says which flag is wrong where the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await repgeom("serve", "--port", String(port));
    other.close();
    expect([code, stderr]).toEqual([
      1,
      `repgeom: --port ${port}: the port is in use. --port 0 takes a free one.\n`,
    ]);
  });
});
