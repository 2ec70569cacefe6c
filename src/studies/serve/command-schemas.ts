/** Options as JSON Schema (draft 2020-12), which OpenAPI 3.1 takes. */
import type { Accepted, AnySchemas, OptionSchema } from "../../base/options.ts";

/** A part of a schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** The schema of each option by its name, made from what checks it. */
export function schemasOf(options: AnySchemas): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(options).map(([name, schema]) => [name, schemaOf(schema as OptionSchema)]),
  );
}

function schemaOf(schema: OptionSchema): Schema {
  const usual = schema.default === undefined || schema.type === "data" ? {} : { default: schema.default };
  return { ...valuesOf(schema), description: schema.doc, ...usual };
}

function valuesOf(schema: Accepted): Schema {
  switch (schema.type) {
    case "choice":
      return { type: "string", enum: schema.choices };
    case "choices":
      return { type: "array", items: { type: "string", enum: schema.choices }, uniqueItems: true };
    case "boolean":
      return { type: "boolean" };
    case "either":
      return { anyOf: schema.of.map(valuesOf) };
    case "data":
      return { "x-accepted": schema.accepted };
    case "whole":
      return { type: "integer", ...boundsOf(schema) };
    default:
      return { type: "number", ...boundsOf(schema) };
  }
}

/** Bounds, of which those that are infinite are none. */
function boundsOf({ min, max, open }: { min: number; max: number; open?: boolean }): Schema {
  const [least, most] = open ? ["exclusiveMinimum", "exclusiveMaximum"] : ["minimum", "maximum"];
  return {
    ...(Number.isFinite(min) && { [least!]: min }),
    ...(Number.isFinite(max) && { [most!]: max }),
  };
}
