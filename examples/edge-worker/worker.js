import { pairwise, read } from "repgeom";

/** What is the caller's fault, by the name of the error. All else stays an error. */
const statuses = {
  SyntaxError: 400,
  FormatError: 400,
  OptionError: 400,
  ShapeError: 422,
  NumericalError: 422,
};

export default {
  async fetch(request) {
    if (request.method !== "POST") return text(405, "POST two or more networks, as files or as JSON.");
    try {
      const networks = await networksOf(request);
      if (!(networks?.length > 1)) return text(400, "Expected a form or JSON with two or more networks.");
      const metric = new URL(request.url).searchParams.get("metric") ?? "cka";
      const result = await pairwise(networks, { metric }, { signal: request.signal });
      return new Response(result.toJson(), { headers: { "content-type": "application/json" } });
    } catch (error) {
      const status = statuses[error.name];
      if (!status) throw error;
      return text(status, error.message);
    }
  },
};

/** Files of any format that the library reads, or arrays of rows from JSON. */
async function networksOf(request) {
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) return (await request.json())?.networks;
  if (!type.startsWith("multipart/form-data")) return [];
  const form = await request.formData().catch(({ message }) => {
    throw new SyntaxError(message);
  });
  return read(form.getAll("networks"));
}

function text(status, message) {
  return new Response(`${message}\n`, { status });
}
