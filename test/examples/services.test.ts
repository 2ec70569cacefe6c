import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, openAsBlob, readdirSync, symlinkSync } from "node:fs";
import { request, type ClientRequest, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { pairwise, read } from "repgeom";
import { temporaryFolder } from "../support/repgeom.ts";
import { examples, root } from "./folders.ts";

const networks = join(examples, "rnn-dms");
const folder = temporaryFolder();
for (const name of ["edge-worker", "node-service"])
  cpSync(join(examples, name), join(folder, name), { recursive: true });
mkdirSync(join(folder, "node_modules"));
symlinkSync(root, join(folder, "node_modules/repgeom"));

async function formOf(names: readonly string[]): Promise<FormData> {
  const form = new FormData();
  for (const name of names) form.append("networks", await openAsBlob(join(networks, name)), name);
  return form;
}

interface Result {
  readonly rowNames: readonly string[];
  readonly values: readonly (readonly number[])[];
}

async function valuesHere(names: readonly string[], metric: "procrustes" | "cka"): Promise<Result> {
  const { toJSON } = await pairwise(await read(names.map((name) => join(networks, name))), { metric });
  return toJSON() as Result;
}

/** What a process has printed, and a wait for some of it. */
function printed(child: ChildProcess) {
  let text = "";
  child.stdout!.setEncoding("utf8").on("data", (more: string) => (text += more));
  child.stderr!.setEncoding("utf8").on("data", (more: string) => (text += more));
  const match = (pattern: RegExp) => expect.poll(() => text, { timeout: 50_000 }).toMatch(pattern);
  return { match, text: () => text };
}

/**
 * Posts on a connection of its own: `fetch` opens spare ones, for which a server that ends waits.
 * @param begun - called when the server has the head of the request, before its body is sent
 */
async function send(address: string, given: FormData | string, begun = () => {}): Promise<ClientRequest> {
  const { headers, body } = new Request(address, { method: "POST", body: given });
  const head = { ...Object.fromEntries(headers), expect: "100-continue" };
  const sent = request(address, { method: "POST", headers: head, agent: false });
  sent.flushHeaders();
  await once(sent, "continue");
  begun();
  for await (const chunk of body!) sent.write(chunk);
  return sent.end();
}

async function answerTo(sent: ClientRequest): Promise<{ status: number | undefined; text: string }> {
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of answer.setEncoding("utf8")) text += chunk;
  return { status: answer.statusCode, text };
}

it("node-service answers, stops for a caller who left, and ends when it has answered", async () => {
  const child = spawn(process.execPath, [join(folder, "node-service/server.js")], {
    env: { ...process.env, PORT: "0" },
  });
  try {
    const output = printed(child);
    await output.match(/http:\/\/localhost:\d+/);
    const address = /http:\S+/.exec(output.text())![0];
    const pair = ["control-01.npy", "noise-1.npy"];
    const post = async (query: string, body: FormData | string) =>
      answerTo(await send(`${address}/${query}`, body));

    const answer = await post("?metric=procrustes", await formOf(pair));
    const { rowNames, values } = JSON.parse(answer.text) as Result;
    const expected = await valuesHere(pair, "procrustes");
    expect(rowNames).toEqual(expected.rowNames);
    expect(values[0]![1]).toBeCloseTo(expected.values[0]![1]!, 12);

    const wrong = await post("?metric=none", await formOf(pair));
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('no metric "none"')]);
    expect((await post("", "no form")).status).toBe(400);

    const repeats = readdirSync(networks).filter((name) => name.endsWith(".repeats.npy"));
    const long = await send(`${address}/?metric=energy`, await formOf(repeats));
    long.on("error", () => {}); // that we hang up
    setTimeout(() => long.destroy(), 500);
    await output.match(/energy stopped: the caller left/);

    const last = await send(`${address}/`, await formOf(pair), () => child.kill("SIGTERM"));
    const exit = once(child, "exit");
    expect((await answerTo(last)).status).toBe(200);
    const [code] = (await exit) as [number | null];
    expect(code).toBe(0);
    expect(output.text()).not.toContain("Error");
  } finally {
    child.kill("SIGKILL");
  }
});

/** What a host of workers at the edge calls. */
interface EdgeWorker {
  fetch(request: Request): Promise<Response>;
}

it("edge-worker answers files and JSON, and what is the caller's fault with 4xx and the library's words", async () => {
  const address = pathToFileURL(join(folder, "edge-worker/worker.js")).href;
  const { default: worker } = (await import(address)) as { default: EdgeWorker };
  const post = (body: FormData | string, query = "", type?: string) => {
    const headers = type ? { "content-type": type } : {};
    return worker.fetch(new Request(`http://edge/${query}`, { method: "POST", body, headers }));
  };
  const json = (networks: unknown) => post(JSON.stringify({ networks }), "", "application/json");

  const pair = ["control-01.npy", "noise-1.npy"];
  const answer = await post(await formOf(pair), "?metric=procrustes");
  expect(answer.headers.get("content-type")).toBe("application/json");
  const { values } = (await answer.json()) as Result;
  expect(values[0]![1]).toBeCloseTo((await valuesHere(pair, "procrustes")).values[0]![1]!, 12);
  const three = [[1, 2], [3, 5], [2, 2]]; // prettier-ignore
  expect((await json([three, three])).status).toBe(200);

  const faults = [
    await worker.fetch(new Request("http://edge/")),
    await json([three, [[1], [2]]]),
    await json(null),
    await post("{", "", "application/json"),
    await post("no form"),
    await post("no form", "", "multipart/form-data; boundary=x"),
    await post(await formOf(pair), "?metric=none"),
  ];
  expect(faults.map(({ status }) => status)).toEqual([405, 422, 400, 400, 400, 400, 400]);
  expect(await faults[1]!.text()).toMatch(
    "0 is 3 × 2, 1 is 2 × 1; the number of stimuli (rows) must be the same.",
  );
  expect(await faults[6]!.text()).toMatch('no metric "none"');
});
