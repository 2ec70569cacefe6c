import { pairwise, read } from "./repgeom.min.js";

const [note, pairs] = ["note", "pairs"].map((id) => document.getElementById(id));

async function show(files) {
  const { names, values, at } = await pairwise(await read([...files]), { metric: "procrustes" });
  pairs.replaceChildren();
  for (const [j, other] of names.entries())
    for (const [i, name] of names.slice(0, j).entries()) {
      const meter = Object.assign(document.createElement("meter"), { max: Math.max(...values) });
      meter.value = at(i, j);
      const row = pairs.insertRow();
      for (const content of [name, other, meter, meter.value.toFixed(3)]) row.insertCell().append(content);
    }
  note.textContent = `${pairs.rows.length} Procrustes distances in radians, in a page that has Node ${process.versions.node}.`;
}

const orSay = (error) => (note.textContent = error.message);
document.addEventListener("change", (event) => show(event.target.files).catch(orSay));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  show(event.dataTransfer.files).catch(orSay);
});
