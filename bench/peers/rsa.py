"""Bootstrap of RSA over subjects and stimuli in NumPy: a loop over resamples, inside it only
array operations. Each resampled set of RDMs is taken out by indices, pairs of copies of one
stimulus left out, and all models and the noise ceiling are evaluated with matrix products.

Reads one JSON question a line, {"models", "subjects", "stimuli", "samples", "comparator",
"what"}, and answers with seconds. "what": "plain" (both at once) or "dual" (also each alone).
"""
import json
import sys

import numpy as np

from clock import now


def evaluate(models, data, counts, ids, centre):
    """Mean similarity of each model with the data, and the noise ceiling."""
    if centre:
        models = models - models.mean(1, keepdims=True)
        data = data - data.mean(1, keepdims=True)
    models = models / np.linalg.norm(models, axis=1, keepdims=True)
    data = data / np.linalg.norm(data, axis=1, keepdims=True)
    weights = counts[ids]
    values = (models @ data.T) @ weights / weights.sum()
    pool = weights @ data
    upper = (data @ pool) / np.linalg.norm(pool)
    without = pool - weights[:, None] * data
    lower = np.einsum("ij,ij->i", without, data) / np.linalg.norm(without, axis=1)
    return values, lower.mean(), upper.mean()


def bootstrap(models, data, rng, samples, centre, dual):
    subjects, stimuli = data.shape[0], data.shape[1]
    first, second = np.triu_indices(stimuli, 1)
    results = []
    for _ in range(samples):
        counts = np.bincount(rng.integers(subjects, size=subjects), minlength=subjects)
        drawn = np.sort(rng.integers(stimuli, size=stimuli))
        a, b = drawn[first], drawn[second]
        kept = a != b
        a, b = a[kept], b[kept]
        ids = np.flatnonzero(counts)
        m, d = models[:, a, b], data[:, a, b]
        results.append(evaluate(m, d[ids], counts, ids, centre))
        if dual:
            every, once = np.arange(subjects), np.ones(subjects, int)
            results.append(evaluate(models[:, first, second], data[ids][:, first, second], counts, ids, centre))
            results.append(evaluate(m, d, once, every, centre))
    return results


for line in sys.stdin:
    question = json.loads(line)
    rng = np.random.default_rng(0)

    def rdms(count):
        points = rng.standard_normal((count, question["stimuli"], 20))
        return np.sqrt(((points[:, :, None] - points[:, None]) ** 2).sum(-1))

    models, data = rdms(question["models"]), rdms(question["subjects"])
    start = now()
    bootstrap(
        models, data, rng, question["samples"], question["comparator"] == "pearson", question["what"] == "dual"
    )
    print(json.dumps(now() - start), flush=True)
