/** The answers of the service, for its description. */
import type { Schema } from "./command-schemas.ts";

/** What an answer of events holds. */
export const eventsText =
  "With Accept: text/event-stream the answer begins at once: events progress ({ phase, done, total }), at last one event result (the document that is otherwise the answer, on one line) or error ({ status, error }). Comments between them are signs of life. A client that goes away ends its work.";

const error = (description: string, more: Schema = {}) => ({
  description,
  content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  ...more,
});

const retry = {
  headers: { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } },
};

/** The statuses of errors of a question. */
export const errorAnswers: Schema = {
  400: error("ShapeError, OptionError, FormatError, or a body that cannot be read"),
  401: error("The token is missing or wrong"),
  403: error("This may not be asked from there"),
  404: error("There is no such file"),
  408: error("The request did not arrive in time"),
  413: error("Too large: the body, what it takes in memory, or the number of representations"),
  415: error("The body is of another type"),
  422: error("NumericalError: the measure is not defined for these data"),
  429: error("Too many jobs wait", retry),
  500: error("A bug"),
  503: error("The memory is full now, or the service ends", retry),
  504: error("The work took too long"),
};

/** The statuses of errors of what any page may not ask, and of what needs the token. */
export const pageErrors: Schema = { 403: errorAnswers[403] };
export const securedErrors: Schema = { 401: errorAnswers[401], ...pageErrors };

const number = {
  oneOf: [{ type: "number" }, { type: "string", enum: ["NaN", "Infinity", "-Infinity"] }],
};
const matrix = { type: "array", items: { type: "array", items: { anyOf: [number, { type: "null" }] } } };
const names = { type: "array", items: { type: "string" } };

const comparisons = {
  metric: { type: "string" },
  options: { type: "object", description: "Every option of the metric, defaults filled in." },
  kind: { type: "string", enum: ["distance", "dissimilarity", "similarity"] },
  range: { type: "array", items: number, minItems: 2, maxItems: 2 },
  way: { type: "string", enum: ["units", "stimuli"] },
  names,
  rowNames: names,
  colNames: names,
  values: matrix,
  warnings: names,
  lower: matrix,
  upper: matrix,
  standardError: matrix,
  estimate: matrix,
  pValue: matrix,
  pFamilyWise: matrix,
  pFdr: matrix,
  test: matrix,
  version: { type: "string" },
};
const always = [
  "metric",
  "options",
  "kind",
  "range",
  "names",
  "rowNames",
  "colNames",
  "values",
  "warnings",
  "version",
];

export const answerSchemas: Record<string, Schema> = {
  Pair: {
    type: "object",
    required: [...always, "value"],
    properties: { ...comparisons, value: number },
  },
  Matrix: { type: "object", required: always, properties: comparisons },
  Error: {
    type: "object",
    required: ["error"],
    properties: {
      error: {
        type: "object",
        required: ["name", "message"],
        properties: {
          name: { type: "string" },
          message: { type: "string" },
          option: { type: "string", description: "The member of the request that it is about." },
        },
      },
    },
  },
};
