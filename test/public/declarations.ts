// Reads the built declarations as text: which types the public signatures name, and where they come from.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../dist/src", import.meta.url));

/** A declared name: the file that declares it and its name there, as `file#Name`. */
type Place = string;

interface Declarations {
  /** Text of each top-level declaration by its name; overloads one after the other. */
  readonly texts: ReadonlyMap<string, string>;
  /** What imported names stand for. */
  readonly imports: ReadonlyMap<string, Place>;
  /** What names stand for that a file only passes on. */
  readonly passed: ReadonlyMap<string, Place>;
}

const known = new Map<string, Declarations>();

function declarationsOf(file: string): Declarations {
  const found = known.get(file) ?? parse(file);
  known.set(file, found);
  return found;
}

function parse(file: string): Declarations {
  const code = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const texts = new Map<string, string>();
  for (const text of code.split(/^(?=export |declare |interface |type |import )/m)) {
    const name =
      /^(?:export )?(?:declare )?(?:interface|type|const|function|class|abstract class) (\w+)/.exec(
        text,
      )?.[1];
    if (name) texts.set(name, (texts.get(name) ?? "") + text);
  }
  return { texts, imports: listed("import", file, code), passed: listed("export", file, code) };
}

/** The names of `import { … } from` or `export { … } from`, and where they come from. */
function listed(word: "import" | "export", file: string, code: string): Map<string, Place> {
  const lists = code.matchAll(new RegExp(`^${word} (?:type )?\\{([^}]*)\\} from "(\\.[^"]*)"`, "gm"));
  return new Map(
    [...lists].flatMap(([, names, from]) =>
      namesIn(names!).map(([local, original]) => [local, placeOf(file, from!, original)] as const),
    ),
  );
}

/** Where a name is declared that files pass on to each other. */
function origin(place: Place): Place {
  const [file, name] = place.split("#") as [string, string];
  const next = declarationsOf(file).passed.get(name);
  return next ? origin(next) : place;
}

/** `A, type B as C` gives [A, A], [C, B]: the local name, then the original. */
function namesIn(list: string): [local: string, original: string][] {
  const names = list.split(",").map((one) => one.trim().replace(/^type /, ""));
  return names.filter(Boolean).map((one) => {
    const [original, local = original] = one.split(" as ");
    return [local!, original!];
  });
}

function placeOf(file: string, from: string, name: string): Place {
  return `${join(dirname(file), from).replace(/\.(d\.ts|js|ts)$/, "")}.d.ts#${name}`;
}

/** Everything that an entry exports. */
function exportsOf(entry: string): Place[] {
  const code = readFileSync(join(root, entry), "utf8");
  const named = [...code.matchAll(/export (?:type )?\{([^}]*)\} from "([^"]*)"/g)].flatMap(
    ([, names, from]) => namesIn(names!).map(([, original]) => placeOf(entry, from!, original)),
  );
  const all = [...code.matchAll(/export type \* from "([^"]*)"/g)].flatMap(([, from]) => {
    const file = placeOf(entry, from!, "").replace("#", "");
    return [...declarationsOf(file).texts.keys()].map((name) => `${file}#${name}`);
  });
  return [...named, ...all].map(origin);
}

/** Types of this library that a declaration names: its own file's, imported ones, `import("…")` ones. */
function typesIn(place: Place): Place[] {
  const [file, name] = place.split("#") as [string, string];
  const { texts, imports } = declarationsOf(file);
  const text = (texts.get(name) ?? "")
    .replace(/(import\()?"[^"]*"/g, (all, inline) => (inline ? all : '""'))
    .replace(/typeof [\w.]+/g, "");
  const inline = [...text.matchAll(/import\("([^"]+)"\)\.(\w+)/g)].map(([, from, type]) =>
    placeOf(file, from!, type!),
  );
  const parameters = new Set(
    [...text.matchAll(/(?:[<,]\s*|infer )(?:const )?(\w+)(?= extends|,|>| =|\))/g)].map(([, one]) => one),
  );
  const names = new Set([...text.matchAll(/(?<!\.)\b[A-Z]\w*/g)].map(([one]) => one));
  const own = [...names].flatMap((one) => {
    if (one === name) return [];
    const imported = imports.get(one);
    if (imported) return [origin(imported)];
    return texts.has(one) && !(parameters.has(one) && !texts.has(one)) ? [`${file}#${one}`] : [];
  });
  return [...own, ...inline];
}

/** `Type in the signature of name`, for each type of a public signature that no entry exports. */
export function unexportedTypes(entries: readonly string[]): string[] {
  const places = new Set(entries.flatMap(exportsOf));
  return [...places].flatMap((place) =>
    typesIn(place)
      .filter((type) => !places.has(type))
      .map((type) => `${type} in the signature of ${place}`),
  );
}
