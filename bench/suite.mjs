// One suite in this process: its rows and notes go to the parent as messages.
const { name, ...settings } = JSON.parse(process.argv[2]);

process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

const { title, about, run } = await import(`./suites/${name}.mjs`);
process.send({ title, about });
await run({
  ...settings,
  report: (row) => process.send({ row }),
  note: (note) => process.send({ note }),
});
process.disconnect();

function fail(error) {
  process.send({ error: error.message }, () => process.exit(1));
}
