// Lint rules of our own. `imports`: which room may import from which. The table stands in .oxlintrc.json,
// lowest room first; a room sees itself and what it lists, and nothing else. `spreads`: no list becomes arguments.
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** @typedef {{ room: string, may: string[] }} Room `room` is a folder, a file or a glob */

/** `**` stands for any folders, `*` for any part of a name. */
function globOf(room) {
  const parts = room.split(/(\*\*\/|\*)/).map((part) => {
    if (part === "**/") return "(?:.*/)?";
    return part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}

/** Whether this path lies in the room. */
function isIn(path, room) {
  return room.includes("*") ? globOf(room).test(path) : path === room || path.startsWith(`${room}/`);
}

/** The most special room of a path: a glob before a name, a long name before a short one. */
function roomOf(path, rooms) {
  const rank = ({ room }) => (room.includes("*") ? 1e6 : 0) + room.length;
  return rooms.filter(({ room }) => isIn(path, room)).sort((a, b) => rank(b) - rank(a))[0];
}

/** What an import names, as the table has it: a path from the root, a package, or `node`. */
function targetOf(file, specifier) {
  if (specifier.startsWith(".")) return join(dirname(file), specifier.replace(/[?#].*$/, ""));
  if (specifier.startsWith("node:")) return "node";
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}

function refusal(file, specifier, rooms) {
  const own = roomOf(file, rooms);
  if (!own) return `${file} lies in no room: add it to the table in .oxlintrc.json.`;
  const target = targetOf(file, specifier);
  const other = specifier.startsWith(".") ? roomOf(target, rooms)?.room : target;
  if (other === own.room || own.may.some((one) => one === other || isIn(target, one))) return undefined;
  return `${own.room} may not import from ${other ?? target}; it may from ${own.may.join(", ") || "nothing"}. docs/architecture.md says why.`;
}

const imports = {
  meta: {
    type: "problem",
    schema: [{ type: "object", properties: { rooms: { type: "array" } }, additionalProperties: false }],
  },
  create(context) {
    const [{ rooms }] = context.options;
    const file = relative(root, context.filename);
    const check = (node) => {
      if (typeof node.source?.value !== "string") return;
      const message = refusal(file, node.source.value, rooms);
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
      TSImportType: (node) => check({ ...node, source: node.argument?.literal ?? node.source }),
    };
  },
};

/** Functions of any number of arguments, which invite a list of any length. */
const variadic = {
  Math: ["max", "min", "hypot"],
  String: ["fromCharCode", "fromCodePoint"],
  Array: ["of"],
};
const variadicMethods = new Set(
  "push unshift splice concat append prepend before after replaceChildren replaceWith".split(" "),
);

/** Whether a call like `Math.max(...)` or `list.push(...)`; `owner.apply` is asked for its owner. */
function isVariadic(callee) {
  if (callee?.type !== "MemberExpression" || callee.computed) return false;
  const name = callee.property.name;
  if (name === "apply") return isVariadic(callee.object);
  const own = callee.object.type === "Identifier" && Object.hasOwn(variadic, callee.object.name);
  return own ? variadic[callee.object.name].includes(name) : variadicMethods.has(name);
}

const spreads = {
  meta: { type: "problem", schema: [] },
  create(context) {
    return {
      CallExpression(node) {
        const applied = node.callee.property?.name === "apply";
        const spread = applied || node.arguments.some(({ type }) => type === "SpreadElement");
        if (!spread || !isVariadic(node.callee)) return;
        const message =
          "A list as arguments overflows the stack once it has about 100,000 elements. Take largestOf, smallestOf, pushAll (src/base/lists.ts), norm (src/base/matrix.ts) or fill (src/report/charts/parts/element.ts), or loop.";
        context.report({ node, message });
      },
    };
  },
};

export default { meta: { name: "house" }, rules: { imports, spreads } };
