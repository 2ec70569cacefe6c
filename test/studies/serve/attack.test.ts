import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { writeNpy, writeNpz } from "repgeom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asked, network, numbers, opened, posted, raw } from "./service.ts";

const token = "abcdefghijklmnop";
let plain: string;
let guarded: string;
let slow: string;
beforeAll(async () => {
  plain = await opened({ maxBody: 200_000 });
  guarded = await opened({ token, origins: ["https://zoo.example.org"] });
  slow = await opened({ bodyTimeout: 0.5, maxBody: 2 ** 20 });
});

const pair = { x: network(1), y: network(2), metric: "cka" };
const works = async (address = plain) => (await posted(address, "/compare", pair)).status;

describe("who may ask", () => {
  it.each([
    [{}, 401],
    [{ authorization: `Bearer ${token}` }, 200],
    [{ authorization: `bearer ${token}` }, 200],
    [{ authorization: `Bearer ${token}x` }, 401],
    [{ authorization: `Bearer ${token.slice(1)}` }, 401],
    [{ authorization: token }, 401],
    [{ authorization: `Basic ${Buffer.from(`x:${token}`).toString("base64")}` }, 401],
    [{ "access-control-request-method": "POST" }, 401],
    [{ authorization: `Bearer ${token}`, host: "any.example.org" }, 200],
    [{ authorization: `Bearer ${token}`, origin: "https://evil.example.org" }, 403],
    [{ authorization: `Bearer ${token}`, origin: "https://zoo.example.org" }, 200],
    [{ origin: "https://zoo.example.org" }, 401],
  ] as [Record<string, string>, number][])("with a token, %j gets %i", async (headers, status) => {
    const answer = await posted(guarded, "/compare", pair, headers);
    expect(answer.status).toBe(status);
    if (status === 401) expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
    expect(answer.text).not.toContain(token);
    const allowed = headers["origin"] === "https://zoo.example.org" ? headers["origin"] : undefined;
    expect(answer.headers["access-control-allow-origin"]).toBe(allowed);
  });

  it("may see without a token whether the service lives, and what it is", async () => {
    for (const path of ["/", "/openapi.json", "/measures", "/health", "/ready"])
      expect([path, (await asked(guarded, { path })).status]).toEqual([path, 200]);
    expect((await asked(guarded, { path: "/metrics" })).status).toBe(401);
  });

  it("is shown on the page as a text, whatever name it calls the service by", async () => {
    const headers = { host: `x"><script>alert(1)</script>` };
    const { text } = await asked(guarded, { headers });
    expect(text).toContain("REPGEOM=http://x&quot;&gt;&lt;script&gt;");
    expect(text).not.toContain("<script");
  });

  it.each([
    ["127.0.0.1:1", 200],
    ["localhost", 200],
    ["[::1]:80", 200],
    ["example.org", 403],
    ["127.0.0.1.example.org", 403],
    ["localhost.example.org", 403],
  ])("without a token calls the host %s and gets %i, as other names may lead here", async (host, status) => {
    expect((await posted(plain, "/compare", pair, { host })).status).toBe(status);
  });

  it("is no page of another site: browsers send forms to anybody", async () => {
    const { hostname, port } = new URL(plain);
    for (const origin of ["https://example.org", "null", `http://${hostname}:1`])
      expect((await posted(plain, "/compare", pair, { origin })).status).toBe(403);
    expect((await posted(plain, "/compare", pair, { origin: `http://${hostname}:${port}` })).status).toBe(
      200,
    );
  });

  it("is told by a browser first, where a page was allowed", async () => {
    const headers = { origin: "https://zoo.example.org", "access-control-request-method": "POST" };
    const { status, headers: own } = await asked(guarded, { path: "/compare", method: "OPTIONS", headers });
    expect([status, own["access-control-allow-origin"]]).toEqual([204, headers.origin]);
    expect(own["access-control-allow-headers"]).toMatch(/Authorization/);
    const evil = await asked(guarded, {
      path: "/compare",
      method: "OPTIONS",
      headers: { ...headers, origin: "https://e.org" },
    });
    expect(evil.status).toBe(403);
  });
});

describe("addresses and types", () => {
  it.each([
    ["/nothing", "GET", 404],
    ["/compare/", "POST", 404],
    ["/constructor", "GET", 404],
    ["/__proto__", "GET", 404],
    ["//compare", "POST", 404],
    ["/%63ompare", "POST", 404],
    ["http://example.org/compare", "POST", 400],
    ["*", "OPTIONS", 400],
    ["/compare", "GET", 405],
    ["/compare", "DELETE", 405],
    ["/health", "POST", 405],
    ["/health", "HEAD", 200],
  ])("%s by %s gets %i", async (path, method, status) => {
    const answer = await asked(plain, { path, method, ...(method === "POST" && { body: "{}" }) });
    expect(answer.status).toBe(status);
    if (method === "HEAD") expect(answer.text).toBe("");
    if (status === 405) expect(answer.headers.allow).toBeDefined();
  });

  it.each([
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/jsonx",
    "multipart/mixed; boundary=a",
  ])("a body of the type %j is refused", async (type) => {
    expect((await posted(plain, "/compare", pair, { "content-type": type })).status).toBe(415);
  });

  it("a packed body is refused, however small", async () => {
    expect((await posted(plain, "/compare", pair, { "content-encoding": "gzip" })).status).toBe(415);
  });

  it("an option is not given twice", async () => {
    const { status, body } = await posted(plain, "/compare?metric=rsa", pair);
    expect([status, body.error.message]).toEqual([400, "metric is given twice."]);
  });
});

describe("bodies that are too much", () => {
  it("are refused before they are sent, where their length is said", async () => {
    const head = `POST /compare HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n`;
    expect(await raw(plain, head, true)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("are refused before they are sent to a client that waits for a word", async () => {
    const head = (length: number) =>
      `POST /compare HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
    const refused = await raw(plain, head(300_000), true);
    expect(refused).toMatch(/^HTTP\/1\.1 413 /);
    const text = JSON.stringify(pair);
    expect(await raw(plain, `${head(text.length)}${text}`)).toMatch(
      /^HTTP\/1\.1 100 Continue[^]*HTTP\/1\.1 200 OK/,
    );
  });

  it("are refused where they turn out so, and the answer arrives", async () => {
    const piece = `${(10_000).toString(16)}\r\n${" ".repeat(10_000)}\r\n`;
    const head = `POST /compare HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await raw(plain, `${head}${piece.repeat(100)}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(await works()).toBe(200);
  });

  it("are refused where many together are", async () => {
    const address = await opened({ share: 300_000, maxBody: 200_000 });
    const { hostname, port } = new URL(address);
    const sockets = Array.from({ length: 2 }, () => connect(Number(port), hostname));
    for (const socket of sockets)
      socket.write(
        `POST /compare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 190000\r\n\r\n${" ".repeat(140_000)}`,
      );
    await expect.poll(() => figure(address, "repgeom_bodies_bytes")).toBe(280_000);
    const { status, headers } = await posted(address, "/compare", " ".repeat(100_000));
    expect([status, headers["retry-after"]]).toEqual([503, "1"]);
    for (const socket of sockets) socket.destroy(); // uploads that end in the middle give their bytes back
    await expect.poll(() => figure(address, "repgeom_bodies_bytes")).toBe(0);
  });

  it("are refused where what they hold is, before it is made", async () => {
    const address = await opened({ share: 2 ** 20, maxBody: 2 ** 20 });
    const many = `{"x":[[${"1,".repeat(100_000)}1]],"y":[[1]],"metric":"cka"}`;
    const { status, body } = await posted(address, "/compare", many);
    expect([status, body.error.name]).toEqual([413, "SizeError"]);
    const zip = writeNpz([{ name: "a", shape: [10, 10_000], data: numbers(100_000, 1) }]);
    const large = await opened({ share: 2 ** 20, maxBody: 2 ** 22 });
    const answer = await asked(large, {
      path: "/pairwise?metric=cka",
      body: zip,
      headers: { "content-type": "application/x-npz" },
    });
    expect([answer.status, answer.body.error.name]).toEqual([413, "FormatError"]);
    const networks = Array.from({ length: 501 }, () => [[1], [2]]);
    expect((await posted(plain, "/pairwise", { representations: networks, metric: "cka" })).status).toBe(413);
  });
});

describe("forms that are damaged", () => {
  const part = `--b\r\nContent-Disposition: form-data; name="metric"\r\n\r\ncka\r\n`;
  it.each([
    ["", /begin with its boundary/],
    ["x", /begin with its boundary/],
    ["--b", /alone on its line/],
    [part, /last boundary is missing/],
    ["--b\r\n\r\n\r\n--b--", /no headers/],
    [`--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--`, /must have one/],
    [`--b\r\nContent-Disposition: form-data; name="a"; name="b"\r\n\r\n1\r\n--b--`, /must have one/],
    [`--b\r\nX: ${"y".repeat(10_000)}\r\n\r\n1\r\n--b--`, /too many/],
    [
      `--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n--b--`,
      /encoded for mail/,
    ],
    [`--bx\r\n\r\n--b--`, /alone on its line/],
    [`${part}${part}--b--`, /^metric is given twice/],
  ])("%j", async (body, text) => {
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    const answer = await asked(plain, { path: "/compare", body, headers });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(text);
  });

  it("have no more parts than networks and options are taken", async () => {
    const body = `${part.repeat(700)}--b--`;
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    expect((await asked(plain, { path: "/compare", body, headers })).status).toBe(413);
  });

  it.each([
    "/etc/passwd",
    "../../etc/passwd.npy",
    "a.pkl",
    "x.zarr",
    `${"a".repeat(300)}.npy`,
    "*a*a*a*.npz",
    "a.npy\0",
  ])("a file called %j is a name, and no path", async (name) => {
    const form = new FormData();
    form.append("x", new Blob([writeNpy([3, 1], [1, 2, 4])]), name);
    form.append("y", new Blob([writeNpy([3, 1], [1, 2, 5])]), "y.npy");
    const response = await fetch(`${plain}compare?metric=cka`, { method: "POST", body: form });
    const text = await response.text();
    expect(text).not.toContain("root:");
    if (response.status !== 200) expect(response.status).toBe(400);
  });
});

describe("what is no HTTP", () => {
  const body = JSON.stringify(pair);
  const head = `POST /compare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
  it.each([
    ["noise", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"],
    ["two lengths", `${head}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`],
    ["a length and pieces", `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["a space before the colon", `${head}Content-Length : 3\r\n\r\nabc`],
    ["a folded header", `${head}X: a\r\n b\r\nContent-Length: 3\r\n\r\nabc`],
    ["a bare line feed", `POST /compare HTTP/1.1\nHost: localhost\n\n`],
    ["no host", `GET /health HTTP/1.1\r\n\r\n`],
    ["a length that is none", `${head}Content-Length: -1\r\n\r\n`],
    ["pieces of no length", `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n`],
    ["unknown pieces", `${head}Transfer-Encoding: gzip\r\n\r\nabc`],
  ])("%s is refused, and nothing behind it is answered", async (_what, bytes) => {
    const smuggled = `GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const text = await raw(plain, bytes + smuggled, true);
    expect(text).not.toMatch(/openapi/);
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d |^$/);
    expect(await works()).toBe(200);
  });

  it("headers without end are refused", async () => {
    expect(await raw(plain, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"y".repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  it("several requests at once on one connection are answered in their order", async () => {
    const one = `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
    const last = `GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const text = await raw(plain, one + one + last);
    const kinds = [...text.matchAll(/HTTP\/1\.1 (\d+)|"(value|status)":/g)].map(
      ([, status, word]) => status ?? word,
    );
    expect(kinds).toEqual(["200", "value", "200", "value", "200", "status"]);
  });
});

describe("who is slow", () => {
  const sockets: Socket[] = [];
  afterAll(() => sockets.forEach((socket) => socket.destroy()));

  it("is cut off: with half a head, half a body, or nothing at all; others are served meanwhile", async () => {
    const { hostname, port } = new URL(slow);
    const openers = [
      "",
      "POST /compare HTTP/1.1\r\nHost: loc",
      "POST /compare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
    ];
    const begun = performance.now();
    const ends = Array.from({ length: 150 }, async (_, k) => {
      const socket = connect(Number(port), hostname);
      sockets.push(socket);
      let text = "";
      socket
        .setEncoding("latin1")
        .on("data", (piece: string) => (text += piece))
        .on("error", () => {});
      socket.write(openers[k % 3]!);
      await once(socket, "close");
      return text;
    });
    expect(await works(slow)).toBe(200);
    const texts = await Promise.all(ends);
    expect(performance.now() - begun).toBeLessThan(8000);
    for (const text of texts) expect(text).toMatch(/^HTTP\/1\.1 408 |^$/);
    expect(texts.filter((text) => text.startsWith("HTTP/1.1 408")).length).toBeGreaterThan(90);
    expect(await figure(slow, "repgeom_requests_open")).toBe(1); // that which asks
  });
});

/** A figure of /metrics. */
async function figure(address: string, name: string): Promise<number> {
  const { text } = await asked(address, { path: "/metrics" });
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)![1]);
}
