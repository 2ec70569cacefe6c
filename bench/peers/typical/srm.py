"""Shared response model by BrainIAK's algorithm, then similarities of stimuli within and between subjects,
native and shared, and how their means correlate, with a bootstrap over subjects. Arguments: the folder to
write into, a file a subject: stimuli x units."""
import os
import sys

import numpy as np

FEATURES, ITERATIONS, SAMPLES = 50, 10, 1000


def fit(X, k, iterations):
    """X: units x stimuli each, centred. @returns maps W, units x k, and the shared response, k x stimuli."""
    rng = np.random.default_rng(1)
    W = [np.linalg.qr(rng.random((len(x), k)))[0] for x in X]
    stimuli = X[0].shape[1]
    energy = [np.vdot(x, x) for x in X]
    noise, sigma = np.ones(len(X)), np.eye(k)
    for _ in range(iterations):
        precision = (1 / noise).sum()
        covariance = np.linalg.inv(np.linalg.inv(sigma) + precision * np.eye(k))
        evidence = sum(w.T @ x / r for w, x, r in zip(W, X, noise))
        S = sigma @ (np.eye(k) - precision * covariance) @ evidence
        sigma = covariance + S @ S.T / stimuli
        trace = stimuli * np.trace(sigma)
        for i, x in enumerate(X):
            a = x @ S.T
            u, _, v = np.linalg.svd(a, full_matrices=False)
            W[i] = u @ v
            noise[i] = (energy[i] - 2 * np.vdot(W[i], a) + trace) / (stimuli * len(x))
    return W, S


def unit(a):
    a = a - a.mean(1, keepdims=True)
    return a / np.linalg.norm(a, axis=1, keepdims=True)


def within(X):
    return np.array([unit(x) @ unit(x).T for x in X])


def between(X):
    total = sum(X)
    return np.array([unit(total - x) @ unit(x).T for x in X])


def correlation(a, b, rng):
    """Of the means of two stacks over pairs of different stimuli, and a percentile interval."""
    off = ~np.eye(a.shape[1], dtype=bool)
    a, b = ([one[off] - one[off].mean() for one in stack] for stack in (a, b))
    a, b = np.array(a), np.array(b)
    aa, bb, ab = a @ a.T, b @ b.T, a @ b.T
    of = lambda w: (w @ ab @ w) / np.sqrt((w @ aa @ w) * (w @ bb @ w))
    draws = rng.multinomial(len(a), np.full(len(a), 1 / len(a)), SAMPLES)
    return of(np.ones(len(a))), *np.percentile([of(w) for w in draws], [2.5, 97.5])


out, *files = sys.argv[1:]
names = [os.path.basename(name) for name in files]
X = [np.load(name) for name in files]
X = [x - x.mean(0) for x in X]
W, S = fit([x.T for x in X], FEATURES, ITERATIONS)
inside, native = within(X), between(X)
aligned = [x @ w for x, w in zip(X, W)]
shared = between([x - x.mean(0) for x in aligned])
rng = np.random.default_rng(1)
pairs = np.triu_indices(X[0].shape[0], 1)
agreement = np.corrcoef([one[pairs] for one in inside])
print(agreement, correlation(inside, native, rng), correlation(inside, shared, rng))
os.makedirs(out, exist_ok=True)
np.save(f"{out}/shared.npy", np.ascontiguousarray(S.T))
for name, w in zip(names, W):
    np.save(f"{out}/W_{name}", np.ascontiguousarray(w))
for name, stack in [("wrsm", inside), ("irsm-native", native), ("irsm-shared", shared)]:
    np.save(f"{out}/{name}.npy", stack)
