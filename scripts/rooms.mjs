// npm run rooms
//
// The house as the imports show it, from the lowest room to the highest; then circles among
// files, folders that are too full, and the length of files. Ends with 1 if there is a circle.
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { componentsOf, shortestCircle } from "./circles.mjs";
import { readImports } from "./imports.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const full = 20;
/** Files that only list or start the rest: what nothing but the outside imports. */
const entries = /^src\/[^/]+$|^workers\/worker\.ts$/;
/** A folder whose folders are rooms of their own. */
const corridors = new Set(["run", "studies"]);

/** A room is a folder of `src` with all below it, or `workers`. */
function roomOf(file) {
  if (entries.test(file)) return "entries";
  const [first, second] = posix
    .dirname(file)
    .replace(/^src\//, "")
    .split("/");
  return second && corridors.has(first) ? `${first}/${second}` : first;
}

/** Rooms by name; `imports` has for each other room one import that leads there. */
function roomsOf(imports) {
  const rooms = new Map();
  for (const [file, targets] of imports) {
    const name = roomOf(file);
    const room = rooms.get(name) ?? { files: [], imports: new Map() };
    rooms.set(name, room);
    room.files.push(file);
    for (const target of targets)
      if (roomOf(target) !== name) room.imports.set(roomOf(target), `${file} imports ${target}`);
  }
  return rooms;
}

/** Floor of each room, lowest first: one above the highest that it imports. Rooms of a circle share one. */
function floorsOf(graph) {
  const floors = new Map();
  for (const component of componentsOf(graph)) {
    const below = component.flatMap((name) => graph.get(name));
    const floor = 1 + Math.max(-1, ...below.map((name) => floors.get(name) ?? -1));
    for (const name of component) floors.set(name, floor);
  }
  return new Map([...floors].toSorted(([a, m], [b, n]) => m - n || a.localeCompare(b)));
}

const linesOf = (file) => readFileSync(file, "utf8").split("\n").length - 1;
const sum = (values) => values.reduce((total, value) => total + value, 0);

function printRooms(rooms) {
  const graph = new Map([...rooms].map(([name, { imports }]) => [name, [...imports.keys()]]));
  const floors = floorsOf(graph);
  const rank = [...floors.keys()];
  const width = Math.max(...rank.map((name) => name.length));
  const print = (floor, name, files, lines, imports) => {
    const counts = [files, lines].map((count) => String(count).padStart(5)).join("  ");
    console.log(`${String(floor).padStart(5)}  ${name.padEnd(width)}  ${counts}  ${imports}`.trimEnd());
  };
  print("floor", "room", "files", "lines", "imports");
  for (const [name, floor] of floors) {
    const { files, imports } = rooms.get(name);
    const below = rank.filter((other) => imports.has(other));
    print(floor, name, files.length, sum(files.map(linesOf)), below.join(" "));
  }
  printRoomCircles(rooms, graph);
}

function printRoomCircles(rooms, graph) {
  const circles = componentsOf(graph).filter(({ length }) => length > 1);
  for (const circle of circles) {
    console.log(`\n${circle.length} rooms import each other: ${circle.toSorted().join(", ")}`);
    const way = shortestCircle(graph, circle);
    for (const [k, room] of way.slice(1).entries()) console.log(`  ${rooms.get(way[k]).imports.get(room)}`);
  }
}

/** @returns how many groups of files import each other */
function printCircles(imports) {
  const circles = componentsOf(imports).filter(({ length }) => length > 1);
  for (const circle of circles) {
    console.log(`\n${circle.length} files import each other; the shortest way round:`);
    console.log(`  ${shortestCircle(imports, circle).join("\n  -> ")}`);
  }
  console.log(`\nCircles among files: ${circles.length}`);
  return circles.length;
}

function printFullFolders(files) {
  const counts = new Map();
  for (const folder of files.map(posix.dirname)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  const over = [...counts].filter(([, count]) => count > full);
  const list = over.map(([folder, count]) => `${folder} (${count})`).join(", ");
  console.log(`Folders with more than ${full} files directly in them: ${list || "none"}`);
}

function printLengths(files) {
  const lengths = files.map(linesOf).toSorted((a, b) => a - b);
  console.log(`Lines in a file: median ${lengths[lengths.length >> 1]}, most ${lengths.at(-1)}`);
}

const imports = readImports(["src", "workers"]);
const files = [...imports.keys()];
printRooms(roomsOf(imports));
if (printCircles(imports) > 0) process.exitCode = 1;
printFullFolders(files);
printLengths(files);
