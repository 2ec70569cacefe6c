// Lint rules of our own. `imports`: which room may import from which. The table stands in .oxlintrc.json,
// lowest room first; a room sees itself and what it lists, and nothing else. `spreads`: no list becomes arguments.
// `portable-math`: nothing whose last digit differs between engines.
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

/** What every engine computes alike: rounding, choices, whole numbers, the root that IEEE 754 defines, constants. */
const portable = new Set(
  "abs sign floor ceil round trunc min max sqrt fround clz32 imul E LN2 LN10 LOG2E LOG10E PI SQRT1_2 SQRT2".split(
    " ",
  ),
);

/** `Math`, `globalThis.Math` */
function isMath(node) {
  if (node?.type === "Identifier") return node.name === "Math";
  return (
    node?.type === "MemberExpression" &&
    !node.computed &&
    isMath(node.property) &&
    node.object.name === "globalThis"
  );
}

/** The name of a member or of a key in `{ exp } = Math`; undefined where it is known only at run time. */
function nameOf(key, computed) {
  if (key?.type === "Identifier" && !computed) return key.name;
  return typeof key?.value === "string" ? key.value : undefined;
}

/** A whole number as it stands, or its negative. */
function wholeOf(node) {
  if (node.type === "UnaryExpression" && node.operator === "-") return -wholeOf(node.argument);
  return Number.isInteger(node.value) ? node.value : Number.NaN;
}

/** `2 ** 31`: a power of two, of two numbers as they stand. */
const isExactPower = ({ left, right }) =>
  Number.isInteger(Math.log2(wholeOf(left))) && Number.isInteger(wholeOf(right));

/** What each engine computes in its own way, with different last digits. */
const portableMath = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const refuse = (node, what) =>
      context.report({
        node,
        message: `${what} has different last digits in different engines. Take the functions of src/base/math, there also powerOfTwo, square and cube.`,
      });
    const members = ({ type, properties }, node) => {
      if (type !== "ObjectPattern") return refuse(node, "What is taken from a copy of Math");
      for (const { key, computed } of properties) {
        const name = nameOf(key, computed);
        if (!portable.has(name)) refuse(node, `Math.${name ?? "*"}`);
      }
      return undefined;
    };
    return {
      MemberExpression(node) {
        const name = nameOf(node.property, node.computed);
        if (isMath(node.object) && !portable.has(name)) refuse(node, `Math.${name ?? "[…]"}`);
      },
      VariableDeclarator: (node) => isMath(node.init) && members(node.id, node),
      AssignmentPattern: (node) => isMath(node.right) && members(node.left, node),
      AssignmentExpression(node) {
        if (node.operator === "**=") refuse(node, "**=");
        else if (isMath(node.right)) members(node.left, node);
      },
      BinaryExpression(node) {
        if (node.operator === "**" && !isExactPower(node)) refuse(node, "**");
      },
    };
  },
};

export default { meta: { name: "house" }, rules: { imports, spreads, "portable-math": portableMath } };
