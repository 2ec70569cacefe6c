/** The description of the service for programs: OpenAPI 3.1. Options come from the schemas that check them. */
import type { AnySchemas } from "../../base/options.ts";
import { version } from "../../base/version.ts";
import { metricNamed, metricNames } from "../../cli/metric-options.ts";
import { arrangeUnitsOptions } from "../../metrics/units/fit.ts";
import { crossOptions, pairwiseOptions } from "../pairwise/options.ts";
import { requestReadOptions } from "./command-files.ts";
import { bodyTypes, type Question } from "./command-request.ts";
import {
  answerSchemas,
  errorAnswers,
  eventsText,
  pageErrors,
  securedErrors,
} from "./command-openapi-answers.ts";
import { schemasOf, type Schema } from "./command-schemas.ts";

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** @param secured - whether a token is needed */
export function openApi(secured: boolean): Schema {
  return {
    openapi: "3.1.0",
    info: {
      title: "repgeom serve",
      version,
      description:
        "How similarly networks, layers, regions or subjects represent the same stimuli. Numbers are doubles with all digits; NaN and infinities are the strings NaN, Infinity and -Infinity.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    ...(secured && { security: [{ token: [] }] }),
    paths: {
      "/compare": { post: question("compare", "Two representations: one number", "Pair") },
      "/pairwise": {
        post: question("pairwise", "All pairs of many representations: a K × K matrix", "Matrix"),
      },
      "/measures": {
        get: plain("measures", "Every metric, with its options, range and source", "application/json"),
      },
      "/health": { get: plain("health", "Whether the process lives", "application/json") },
      "/ready": { get: ready() },
      "/metrics": {
        get: plain("figures", "Figures for Prometheus: requests, times, jobs, memory", "text/plain", true),
      },
      "/openapi.json": { get: plain("description", "This document", "application/json") },
      "/": { get: plain("page", "A page for people", "text/html") },
    },
    components: {
      schemas: { ...inputSchemas(), ...metricSchemas(), ...answerSchemas },
      ...(secured && { securitySchemes: { token: { type: "http", scheme: "bearer" } } }),
    },
  };
}

function question(name: Question, summary: string, answer: string): Schema {
  const body = ref(name === "compare" ? "CompareRequest" : "PairwiseRequest");
  const file = { schema: { type: "string", format: "binary" } };
  const contents = bodyTypes.map((type) => [
    type,
    type === "application/json"
      ? { schema: body }
      : type === "multipart/form-data"
        ? { schema: ref("Form") }
        : file,
  ]);
  return {
    operationId: name,
    summary,
    description: `Options may stand in the query too: for a body that is a file there is no other place. ${eventsText}`,
    requestBody: { required: true, content: Object.fromEntries(contents) as object },
    responses: {
      200: {
        description: "The result; with Accept: text/event-stream, events.",
        content: {
          "application/json": { schema: ref(answer) },
          "text/event-stream": { schema: { type: "string" } },
        },
      },
      ...errorAnswers,
    },
  };
}

function plain(operationId: string, summary: string, type: string, isSecured = false): Schema {
  const content = { [type]: { schema: type.endsWith("json") ? { type: "object" } : { type: "string" } } };
  return {
    operationId,
    summary,
    responses: { 200: { description: summary, content }, ...(isSecured ? securedErrors : pageErrors) },
    ...(!isSecured && { security: [] }),
  };
}

function ready(): Schema {
  const operation = plain("ready", "Whether a job would be taken now; 503 if not", "application/json");
  const responses = operation["responses"] as Schema;
  const busy = { ...(responses[200] as Schema), description: "Too many jobs wait, or the service ends" };
  return { ...operation, responses: { ...responses, 503: busy } };
}

const numbers = {
  oneOf: [
    { type: "array", items: { type: "number" } },
    {
      type: "string",
      contentEncoding: "base64",
      description: "Little-endian, of the type that dtype names.",
    },
  ],
};
const dtype = { type: "string", enum: ["float64", "float32"] };
const shape = { type: "array", items: { type: "integer", minimum: 1 }, minItems: 1 };
const part = { type: "object", required: ["shape", "data"], properties: { shape, data: numbers, dtype } };

function inputSchemas(): Record<string, Schema> {
  const list = { type: "array", items: ref("Representation"), minItems: 1 };
  return {
    Representation: {
      description: "Responses to the same stimuli: rows are stimuli, columns are units.",
      oneOf: [
        {
          type: "array",
          items: { type: "array", items: { type: "number" } },
          description: "Rows of numbers.",
        },
        ref("ArrayRepresentation"),
        ref("FileRepresentation"),
      ],
    },
    ArrayRepresentation: {
      type: "object",
      required: ["data"],
      additionalProperties: false,
      properties: {
        name: { type: "string" },
        shape: {
          ...shape,
          description: "Length of each axis; the first is stimuli. Without it data is a list of rows.",
        },
        data: { ...numbers, description: "Row-major: a list of numbers, or base64 with dtype." },
        dtype,
        layout: {
          type: "string",
          enum: ["nhwc", "nchw"],
          description: "Of images: the order of their axes.",
        },
        stimuli: { type: "array", items: { type: ["string", "number"] } },
        repeats: { type: "array", items: { type: "integer", minimum: 1 } },
        stored: {
          type: "string",
          description: "How the numbers were stored, where that is less than double precision.",
        },
        covariances: part,
        factors: part,
      },
    },
    FileRepresentation: {
      type: "object",
      required: ["path"],
      additionalProperties: false,
      properties: {
        path: {
          type: "string",
          description: "A file below the folder of --files; layers.npz:layer10 for one array.",
        },
      },
    },
    CompareRequest: requestOf(
      { x: ref("Representation"), y: ref("Representation") },
      ["x", "y"],
      crossOptions,
    ),
    PairwiseRequest: requestOf({ representations: list, test: list }, ["representations"], pairwiseOptions),
    Form: {
      type: "object",
      description:
        "Files are representations, in their order; of compare, those of the fields x and y. Files of the field test hold held-out stimuli. Other fields are options, or all of them as JSON in the field options.",
      properties: { options: { type: "string", contentMediaType: "application/json" } },
      additionalProperties: true,
    },
  };
}

/** Members that a request has, beside the metric and its options. */
function requestOf(own: Record<string, Schema>, required: readonly string[], about: AnySchemas): Schema {
  const read = {
    type: "object",
    description: "How files are read, as the options of read.",
    properties: schemasOf(requestReadOptions),
    additionalProperties: false,
  };
  const { test: _, arrange, ...others } = about;
  const arranged = {
    type: "object",
    properties: schemasOf(arrangeUnitsOptions),
    additionalProperties: false,
  };
  const properties = {
    ...own,
    read,
    ...schemasOf(others as AnySchemas),
    ...(arrange && { arrange: { ...arranged, description: arrange.doc } }),
  };
  return { type: "object", required, properties, allOf: [ref("Metric")], unevaluatedProperties: false };
}

/** The name of a metric chooses its options. */
function metricSchemas(): Record<string, Schema> {
  const nameOf = (metric: string) => `metric.${metric}`;
  const each = metricNames.map((name) => {
    const { title, summary, options } = metricNamed(name);
    const metric = { type: "string", const: name };
    const properties = { metric, ...schemasOf(options) };
    return [
      nameOf(name),
      { type: "object", title, description: summary, required: ["metric"], properties },
    ] as const;
  });
  const mapping = Object.fromEntries(metricNames.map((name) => [name, ref(nameOf(name))["$ref"]]));
  return {
    Metric: {
      oneOf: metricNames.map((name) => ref(nameOf(name))),
      discriminator: { propertyName: "metric", mapping },
    },
    ...Object.fromEntries(each),
  };
}
