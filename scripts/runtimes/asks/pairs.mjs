// An edge worker that does one thing: all pairs of some networks by linear CKA. GET /?networks=2&stimuli=100&units=10
import { pairwise } from "repgeom";

export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    const [count, stimuli, units] = ["networks", "stimuli", "units"].map((name) =>
      Number(searchParams.get(name)),
    );
    const networks = Array.from({ length: count }, (_, n) => ({
      name: `${n}`,
      shape: [stimuli, units],
      data: Float32Array.from(
        { length: stimuli * units },
        (_, k) => Math.imul(k + 7 * n + 1, 2654435761) / 2 ** 31,
      ),
    }));
    const { values } = await pairwise(networks, { metric: "cka" });
    return Response.json({
      count: values.length,
      inRange: values.every((value) => value >= 0 && value < 1 + 1e-12),
    });
  },
};
