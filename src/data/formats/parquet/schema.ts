import type { ByteReader } from "../bytes.ts";
import { contentOf, type Content } from "./content.ts";
import type { Struct } from "./thrift.ts";

/** The numbers or texts of a column: a leaf of the tree that the schema is. */
export interface Leaf {
  /** Of the top-level column. */
  readonly name: string;
  /** Place among all leaves, which is that of its chunk in every row group. */
  readonly place: number;
  readonly content: Content;
  /** Lists in one another. */
  readonly lists: number;
  /** How many levels of definition and of repetition there are. */
  readonly definitions: number;
  readonly repetitions: number;
  /** Whether a single value may be missing. */
  readonly nullable: boolean;
}

interface Node {
  readonly element: Struct;
  readonly name: string;
  readonly children: readonly Node[];
  /** Place of its first leaf. */
  readonly place: number;
}

const deepest = 32;
const [optional, repeated] = [1, 2];
/** The old and the new annotation of a list. */
const [convertedList, logicalList] = [3, 3];

/** The columns of a file, and how many leaves they have. @throws {FormatError} for a schema that is no tree. */
export function leavesOf(
  reader: ByteReader,
  elements: readonly Struct[],
): { leaves: Leaf[]; chunks: number } {
  let next = 0;
  let chunks = 0;
  const node = (depth: number): Node => {
    const element = elements[next++];
    if (!element || depth > deepest)
      throw reader.problem("a schema that is a tree", `${elements.length} elements`);
    const [name, count, place] = [
      element.text(4, "a name"),
      element.count(5, "a number of children", 0),
      chunks,
    ];
    if (count === 0 && depth > 0) chunks++;
    const children: Node[] = [];
    while (children.length < count) children.push(node(depth + 1));
    return { element, name, children, place };
  };
  const root = node(0);
  if (next < elements.length) throw reader.problem("a schema that is one tree", "elements beside it");
  return { leaves: root.children.map(leafOf), chunks };
}

/** Goes down through lists to what is in them. */
function leafOf(top: Node): Leaf {
  const found = { definitions: 0, repetitions: 0 };
  const enter = ({ element }: Node) => {
    const repetition = element.int(3, "a repetition", 0);
    if (repetition !== 0) found.definitions++;
    if (repetition === repeated) found.repetitions++;
  };
  let node = top;
  let content: Content | undefined;
  for (enter(node); node.children.length > 0;) {
    const inside = elementOfList(node);
    if (!inside) {
      content = { kind: "other", type: isMap(node) ? "maps" : "structs" };
      break;
    }
    inside.forEach(enter);
    node = inside.at(-1)!;
  }
  const { name, place } = top;
  content ??= contentOf(node.element);
  const nullable = node.element.int(3, "a repetition", 0) === optional;
  return { name, place, content, ...found, lists: found.repetitions, nullable };
}

/** The nodes down to the element of a list, in the spelling of three levels and in that of two. */
function elementOfList(node: Node): Node[] | undefined {
  const [middle] = node.children;
  if (!isList(node) || node.children.length !== 1 || middle!.element.int(3, "a repetition", 0) !== repeated)
    return undefined;
  if (middle!.children.length === 0) return [middle!];
  return middle!.children.length === 1 ? [middle!, middle!.children[0]!] : undefined;
}

function isList({ element }: Node): boolean {
  return element.int(6, "a type", -1) === convertedList || has(element, logicalList);
}

function isMap({ element }: Node): boolean {
  return [1, 2].includes(element.int(6, "a type", -1)) || has(element, 2);
}

function has(element: Struct, logical: number): boolean {
  return element.struct(10, "a logical type")?.has(logical) ?? false;
}
