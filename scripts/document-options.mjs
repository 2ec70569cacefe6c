// Writes what the schemas say into the declarations, so that an editor shows meaning, range and
// default of every option. The schema `fooOptions` documents the interface `FooOptions`; the options
// of a metric document the interface that its declaration names. Runs as the last step of the build.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { acceptedValues } from "../dist/src/base/options.js";
import { metrics } from "../dist/src/metrics/all.js";

const memberLine = /^( {4})(?:readonly )?(\w+)\??: .*;$/gm;

const declarations = new Map(
  readdirSync("dist/src", { recursive: true })
    .filter((file) => file.endsWith(".d.ts"))
    .map((file) => [join("dist/src", file), readFileSync(join("dist/src", file), "utf8")]),
);

/** Schemas by the interface that they document. */
// A function names its interface; a metric only has members in common with one, so functions come last and win.
const schemas = new Map([...schemasOfMetrics(), ...(await schemasOfFunctions())]);

for (const [file, text] of declarations) {
  const documented = text.replace(
    /interface (\w+)([^{]*)\{\n([^}]*)\}/g,
    (whole, name, heritage, members) => {
      const schema = schemas.get(name);
      return schema ? `interface ${name}${heritage}{\n${withDocs(members, schema)}}` : whole;
    },
  );
  if (documented !== text) writeFileSync(file, documented);
}

async function schemasOfFunctions() {
  const found = [];
  for (const [file, text] of declarations) {
    const names = [...text.matchAll(/export declare const (\w+Options):/g)].map(([, name]) => name);
    if (names.length === 0) continue;
    const module = await import(pathToFileURL(file.replace(/\.d\.ts$/, ".js")));
    for (const name of names.filter((one) => isSchema(module[one])))
      found.push([name[0].toUpperCase() + name.slice(1), module[name]]);
  }
  return found;
}

/** The options of each metric under the interface of its declaration, and under those that it extends. */
function schemasOfMetrics() {
  const all = [...declarations.values()].join("\n");
  const found = [];
  for (const { options } of Object.values(metrics)) {
    for (const name of interfacesWith(Object.keys(options), all)) found.push([name, options]);
  }
  return found;
}

/** Interfaces named `…Options` all of whose members are among these options. */
function interfacesWith(options, text) {
  return [...text.matchAll(/interface (\w+Options)[^{]*\{\n([^}]*)\}/g)]
    .filter(([, , members]) => {
      const names = [...members.matchAll(memberLine)].map(([, , name]) => name);
      return names.length > 0 && names.every((name) => options.includes(name));
    })
    .map(([, name]) => name);
}

function withDocs(members, schema) {
  const bare = members.replace(/^ {4}\/\*\*(?:[^*]|\*(?!\/))*\*\/\n/gm, "");
  return bare.replace(memberLine, (line, indent, name) =>
    schema[name] ? `${docOf(schema[name], indent)}${line}` : line,
  );
}

function docOf(option, indent) {
  const usual = saysDefault(option) ? [] : [`@default ${textOf(option.default)}`];
  const lines = [option.doc, `Accepted: ${acceptedValues(option)}.`, ...usual];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */\n`].join("\n");
}

/** A default that depends on the machine is said in words: the one of the machine that built the package is of no use. */
function saysDefault(option) {
  return option.default === undefined || option.doc.includes("The default is");
}

function textOf(value) {
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
}

function isSchema(value) {
  return typeof value === "object" && Object.values(value).every((one) => typeof one?.doc === "string");
}
