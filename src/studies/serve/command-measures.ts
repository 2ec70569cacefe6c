/** What can be measured, as data: `GET /measures`. `/metrics` is the name by which Prometheus asks for figures. */
import { metricNamed, metricNames } from "../../cli/metric-options.ts";
import { schemasOf, type Schema } from "./command-schemas.ts";

/** Every metric by its name: what it is, what it takes, its options as JSON Schema, its properties under the defaults. */
export function measures(): Readonly<Record<string, Schema>> {
  return Object.fromEntries(
    metricNames.map((name) => {
      const { title, summary, source, accepts, options, properties } = metricNamed(name);
      const usual = Object.fromEntries(Object.entries(options).map(([key, schema]) => [key, schema.default]));
      const { kind, symmetric, range, invariantTo } = properties(usual);
      return [
        name,
        { title, summary, source, accepts, kind, symmetric, range, invariantTo, options: schemasOf(options) },
      ];
    }),
  );
}
