"""Bootstrap of RSA over subjects and stimuli: in a loop over resamples, each set of RDMs is taken out by
indices, without pairs of copies of one stimulus, and all models and the noise ceiling are evaluated with
matrix products. Arguments: where to write, the models' RDMs, the subjects' RDMs."""
import sys

import numpy as np


def unit(rdms):
    rdms = rdms - rdms.mean(1, keepdims=True)
    return rdms / np.linalg.norm(rdms, axis=1, keepdims=True)


def evaluate(models, data, counts):
    """Mean correlation of each model with the subjects, and the noise ceiling."""
    models, data = unit(models), unit(data)
    values = (models @ data.T) @ counts / counts.sum()
    pool = counts @ data
    upper = (data @ pool) @ counts / np.linalg.norm(pool) / counts.sum()
    without = pool - data
    lower = (without * data).sum(1) / np.linalg.norm(without, axis=1)
    return values, lower @ counts / counts.sum(), upper


out, models, data = sys.argv[1:]
models, data = np.load(models), np.load(data)
rng = np.random.default_rng(1)
subjects, stimuli = data.shape[:2]
first, second = np.triu_indices(stimuli, 1)
evaluations, ceilings = [], []
for _ in range(1000):
    counts = np.bincount(rng.integers(subjects, size=subjects), minlength=subjects)
    drawn = rng.integers(stimuli, size=stimuli)
    a, b = drawn[first], drawn[second]
    a, b = a[a != b], b[a != b]
    there = counts > 0
    values, *ceiling = evaluate(models[:, a, b], data[there][:, a, b], counts[there])
    evaluations.append(values)
    ceilings.append(ceiling)
evaluations = np.array(evaluations)
print(evaluations.mean(0), evaluations.std(0, ddof=1), np.mean(ceilings, 0))
np.save(f"{out}.npy", evaluations)
