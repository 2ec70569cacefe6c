"""BrainIAK's inter-subject correlation and its resampling in NumPy: leave-one-out correlations
voxel by voxel vectorised, then one pass over all of them for each resample; a phase shift
transforms every subject anew. The "null" isfc is functional connectivity, without a test.

Reads one JSON question a line, {"null", "summary", "samples", "subjects", "time", "voxels"},
and answers with seconds.
"""
import json
import sys

import numpy as np

from clock import now


def correlate(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    return (x * y).sum(0) / np.sqrt((x * x).sum(0) * (y * y).sum(0))


def isc(data):
    return np.stack([correlate(data[..., s], np.nanmean(np.delete(data, s, axis=2), axis=2)) for s in range(data.shape[2])])


def summarize(iscs, summary):
    return np.tanh(np.nanmean(np.arctanh(iscs), axis=0)) if summary == "mean" else np.nanmedian(iscs, axis=0)


def permutation(data, summary, samples, rng):
    iscs = isc(data)
    observed = summarize(iscs, summary)
    distribution = []
    for _ in range(samples):
        signs = rng.choice([-1, 1], size=iscs.shape[0])
        distribution.append(summarize(iscs * signs[:, None], summary))
    return (np.sum(np.stack(distribution) >= observed, axis=0) + 1) / (samples + 1)


def phase_shift(data, summary, samples, rng):
    T, _, S = data.shape
    observed = summarize(isc(data), summary)
    means = [np.mean(np.delete(data, s, axis=2), axis=2) for s in range(S)]
    positive = np.arange(1, (T + 1) // 2)
    distribution = []
    for _ in range(samples):
        spectrum = np.fft.fft(data, axis=0)
        phases = 2 * np.pi * rng.random((len(positive), 1, S))
        spectrum[positive] *= np.exp(1j * phases)
        spectrum[T - positive] *= np.exp(-1j * phases)
        shifted = np.real(np.fft.ifft(spectrum, axis=0))
        distribution.append(summarize(np.stack([correlate(shifted[..., s], means[s]) for s in range(S)]), summary))
    return (np.sum(np.stack(distribution) >= observed, axis=0) + 1) / (samples + 1)


def time_shift(data, summary, samples, rng):
    T, _, S = data.shape
    observed = summarize(isc(data), summary)
    means = [np.mean(np.delete(data, s, axis=2), axis=2) for s in range(S)]
    distribution = []
    for _ in range(samples):
        shifts = rng.choice(np.arange(T), size=S)
        shifted = [np.roll(data[..., s], shifts[s], axis=0) for s in range(S)]
        distribution.append(summarize(np.stack([correlate(shifted[s], means[s]) for s in range(S)]), summary))
    return (np.sum(np.stack(distribution) >= observed, axis=0) + 1) / (samples + 1)


def isfc(data, summary, samples, rng):
    T, V, S = data.shape
    found = np.zeros((V, V, S))
    for s in range(S):
        x, y = data[..., s], np.mean(np.delete(data, s, axis=2), axis=2)
        r = ((x - x.mean(0)) / x.std(0)).T @ ((y - y.mean(0)) / y.std(0)) / T
        found[..., s] = (r + r.T) / 2
    return np.tanh(np.nanmean(np.arctanh(found), axis=2)) if summary == "mean" else np.nanmedian(found, axis=2)


NULLS = {"isfc": isfc, "permutation": permutation, "phase-shift": phase_shift, "time-shift": time_shift}

for line in sys.stdin:
    question = json.loads(line)
    rng = np.random.default_rng(0)
    shape = question["time"], question["voxels"], question["subjects"]
    data = 0.3 * rng.random(shape[:2])[..., None] + rng.random(shape)
    start = now()
    NULLS[question["null"]](data, question["summary"], question["samples"], rng)
    print(json.dumps(now() - start), flush=True)
