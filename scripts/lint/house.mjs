// A lint rule of our own: which room may import from which. The table stands in .oxlintrc.json,
// lowest room first; a room sees itself and what it lists, and nothing else.
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

export default { meta: { name: "house" }, rules: { imports } };
