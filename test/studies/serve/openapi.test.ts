import { metrics } from "repgeom";
import { pairwiseOptions, readOptions } from "repgeom/options";
import { beforeAll, describe, expect, it } from "vitest";
import { asked, network, opened, posted } from "./service.ts";

let address: string;
let document: any;
beforeAll(async () => {
  address = await opened({ token: "abcdefghijklmnop" });
  document = (await asked(address, { path: "/openapi.json" })).body;
});

/** Every object in the document with the way to it. */
function* objectsIn(value: unknown, way = "#"): Generator<[way: string, value: Record<string, unknown>]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [way, value as Record<string, unknown>];
  for (const [key, part] of Object.entries(value)) yield* objectsIn(part, `${way}/${key}`);
}

const behind = (reference: string): any =>
  reference
    .slice(2)
    .split("/")
    .reduce((value: any, key) => value?.[key], document);

/** Whether a value follows a schema: the words of JSON Schema that the document uses. */
function follows(schema: any, value: any): boolean {
  if (schema.$ref) return follows(behind(schema.$ref), value);
  const typeOf = Array.isArray(value)
    ? "array"
    : value === null
      ? "null"
      : Number.isInteger(value)
        ? "integer"
        : typeof value;
  const types = [schema.type ?? []].flat() as string[];
  if (types.length > 0 && !types.includes(typeOf) && !(typeOf === "integer" && types.includes("number")))
    return false;
  if ("const" in schema && value !== schema.const) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (typeof value === "number") {
    if (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity)) return false;
    if (value <= (schema.exclusiveMinimum ?? -Infinity) || value >= (schema.exclusiveMaximum ?? Infinity))
      return false;
  }
  if (typeOf === "array") {
    if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) return false;
    if (schema.items && !value.every((one: any) => follows(schema.items, one))) return false;
  }
  if (typeOf === "object") {
    if ((schema.required ?? []).some((name: string) => !(name in value))) return false;
    for (const [name, own] of Object.entries(schema.properties ?? {}))
      if (name in value && !follows(own, value[name])) return false;
    const known = namesIn(schema, value);
    const isClosed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
    if (isClosed && !Object.keys(value).every((name) => known.has(name))) return false;
  }
  if (schema.allOf && !schema.allOf.every((one: any) => follows(one, value))) return false;
  if (schema.anyOf && !schema.anyOf.some((one: any) => follows(one, value))) return false;
  if (schema.oneOf && schema.oneOf.filter((one: any) => follows(one, value)).length !== 1) return false;
  return true;
}

/** Names of members that a schema knows for this value, those of its parts too. */
function namesIn(schema: any, value: any): Set<string> {
  if (schema.$ref) return namesIn(behind(schema.$ref), value);
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const own = Object.keys(schema.properties ?? {});
  return new Set([
    ...own,
    ...parts.filter((one) => follows(one, value)).flatMap((one) => [...namesIn(one, value)]),
  ]);
}

const schemas = () => document.components.schemas;

describe("openapi.json", () => {
  it("is a document of OpenAPI 3.1", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.info).toEqual({
      title: expect.any(String),
      version: expect.any(String),
      description: expect.any(String),
      license: { name: "MIT", identifier: "MIT" },
    });
    const allowed = new Set(["openapi", "info", "servers", "security", "paths", "components"]);
    expect(Object.keys(document).filter((name) => !allowed.has(name))).toEqual([]);
    for (const name of Object.keys(schemas())) expect(name).toMatch(/^[\w.-]+$/);
  });

  it("refers to nothing that is not there", () => {
    const references = [...objectsIn(document)].flatMap(([, { $ref }]) =>
      typeof $ref === "string" ? [$ref] : [],
    );
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) expect([reference, behind(reference)]).not.toContain(undefined);
    for (const reference of Object.values<string>(schemas().Metric.discriminator.mapping))
      expect(behind(reference)).toBeDefined();
    expect([...objectsIn(document)].some(([, value]) => Object.values(value).includes(undefined))).toBe(
      false,
    );
  });

  it("describes each address as it is served", async () => {
    const names: string[] = [];
    for (const [path, item] of Object.entries<any>(document.paths))
      for (const [method, operation] of Object.entries<any>(item)) {
        names.push(operation.operationId);
        expect(["get", "post"]).toContain(method);
        expect(operation.summary).toMatch(/\w/);
        for (const [status, response] of Object.entries<any>(operation.responses)) {
          expect(status).toMatch(/^[1-5]\d\d$/);
          expect(response.description).toMatch(/\w/);
        }
        const isOpen = operation.security?.length === 0;
        const { status, headers } = await asked(address, { path, method: method.toUpperCase() });
        expect([path, status]).toEqual([path, isOpen ? 200 : 401]);
        if (isOpen)
          expect(Object.keys(operation.responses[200].content)).toContain(
            headers["content-type"]!.split(";")[0],
          );
      }
    expect(new Set(names).size).toBe(names.length);
  });

  it("names the errors that each address can answer", () => {
    const of = (path: string, method: string) =>
      Object.keys(document.paths[path][method].responses).map(Number);
    for (const path of ["/compare", "/pairwise"])
      expect(of(path, "post")).toEqual([200, 400, 401, 403, 404, 408, 413, 415, 422, 429, 500, 503, 504]);
    expect(of("/ready", "get")).toEqual([200, 403, 503]);
    expect(of("/metrics", "get")).toEqual([200, 401, 403]);
    for (const path of ["/health", "/measures", "/openapi.json", "/"])
      expect(of(path, "get")).toEqual([200, 403]);
  });

  it("has every option, of every metric, with its range, choices and default", () => {
    const about = [
      ...Object.entries(metrics).map(
        ([name, { options }]) => [schemas()[`metric.${name}`], options] as const,
      ),
      [schemas().PairwiseRequest, pairwiseOptions] as const,
      [
        schemas().PairwiseRequest.properties.read,
        { ...readOptions, maxMemory: null, mask: null, stimuli: null },
      ] as const,
    ];
    let count = 0;
    for (const [{ properties }, options] of about)
      for (const [name, schema] of Object.entries<any>(options)) {
        if (schema === null) {
          expect(properties).not.toHaveProperty(name);
          continue;
        }
        count++;
        expect([name, properties[name]]).not.toContain(undefined);
        expect(properties[name].description ?? "list").toMatch(/\w/);
        if (schema.type === "choice") expect(properties[name].enum).toEqual(schema.choices);
        if (schema.type !== "data") expect(properties[name].default).toEqual(schema.default);
        if (schema.type === "whole")
          expect([properties[name].type, properties[name].minimum]).toEqual(["integer", schema.min]);
        if (schema.type === "number" && !schema.open && Number.isFinite(schema.max))
          expect(properties[name].maximum).toBe(schema.max);
      }
    expect(count).toBeGreaterThan(60);
  });

  const [x, y] = [network(1), network(2)];
  it.each([
    ["compare", { x, y, metric: "cka" }, true],
    [
      "compare",
      {
        x: [
          [1, 2],
          [3, 5],
          [4, 1],
        ],
        y: [[2], [5], [1]],
        metric: "procrustes",
        alpha: 0.5,
        seed: 1,
        bootstrap: "stimuli",
      },
      true,
    ],
    ["compare", { x: { path: "a.npy" }, y, metric: "cka" }, true],
    ["compare", { x: { shape: [1], data: "AAAAAAAAAAA=", dtype: "float64" }, y, metric: "cka" }, true],
    ["compare", { x, metric: "cka" }, false],
    ["compare", { x, y }, false],
    ["compare", { x, y, metric: "ckaa" }, false],
    ["compare", { x, y, metric: "cka", alpha: 0.5 }, false],
    ["compare", { x, y, metric: "procrustes", alpha: 7 }, false],
    ["compare", { x: { ...x, dta: 1 }, y, metric: "cka" }, false],
    ["compare", { x, y, metric: "cka", interval: "other" }, false],
    ["pairwise", { representations: [x, y], metric: "procrustes", folds: 2, arrange: { pca: 2 } }, true],
    ["pairwise", { representations: [x, y], metric: "rsa", arrange: { pcs: 2 } }, false],
    ["pairwise", { representations: [x, y], metric: "rsa", samples: 1.5 }, false],
    ["pairwise", { representations: [], metric: "rsa" }, false],
    ["pairwise", { x, y, metric: "rsa" }, false],
  ])("says of a body for /%s what the service does (%#)", async (question, body, isRight) => {
    const request = schemas()[question === "compare" ? "CompareRequest" : "PairwiseRequest"];
    expect(follows(request, body)).toBe(isRight);
    const answer = await posted(address, `/${question}`, body, { authorization: "Bearer abcdefghijklmnop" });
    const isPath = JSON.stringify(body).includes("path");
    if (isRight && !isPath && !JSON.stringify(body).includes("AAAA")) {
      expect(answer.status).toBe(200);
      expect(follows(schemas()[question === "compare" ? "Pair" : "Matrix"], answer.body)).toBe(true);
    } else if (!isRight) {
      expect(answer.status).toBe(400);
      expect(follows(schemas().Error, answer.body)).toBe(true);
    }
  });
});

describe("GET /measures", () => {
  it("has every metric", async () => {
    const { body } = await asked(address, { path: "/measures" });
    expect(Object.keys(body)).toEqual(Object.keys(metrics));
    expect(body.procrustes.options.alpha).toMatchObject({
      type: "number",
      minimum: 0,
      maximum: 1,
      default: 1,
    });
    expect(body.cka).toMatchObject({ kind: "similarity", range: [0, 1], symmetric: true });
  });
});
