"""BrainIAK's algorithms for shared response models in NumPy, one subject after the other;
without the objective, which it computes for its log only.

Reads one JSON question a line, {"kind", "subjects", "units", "stimuli", "features",
"iterations"}, and answers with seconds for one fit from random orthonormal maps.
"""
import json
import sys

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from clock import now


def data(subjects, units, stimuli, features):
    rng = np.random.default_rng(0)
    shared = rng.standard_normal((features, stimuli))
    maps = [np.linalg.qr(rng.standard_normal((units, features)))[0] for _ in range(subjects)]
    return [w @ shared + 0.3 * rng.standard_normal((units, stimuli)) for w in maps]


def starts(X, k):
    rng = np.random.RandomState(0)
    return [np.linalg.qr(rng.random_sample((x.shape[0], k)))[0] for x in X]


def polar(a):
    perturbation = np.zeros(a.shape)
    np.fill_diagonal(perturbation, 0.001)
    u, _, v = np.linalg.svd(a + perturbation, full_matrices=False)
    return u @ v


def deterministic(X, k, iterations):
    W = starts(X, k)
    mean = lambda: sum(w.T @ x for w, x in zip(W, X)) / len(X)
    S = mean()
    for _ in range(iterations):
        for i, x in enumerate(X):
            W[i] = polar(x @ S.T)
        S = mean()
    return W, S


def probabilistic(X, k, iterations):
    W = starts(X, k)
    X = [x - x.mean(1, keepdims=True) for x in X]
    T = X[0].shape[1]
    energy = [np.sum(x**2) for x in X]
    units = np.array([x.shape[0] for x in X])
    noise, sigma = np.ones(len(X)), np.eye(k)
    for _ in range(iterations):
        precision = (1 / noise).sum()
        prior = cho_factor(sigma)
        posterior = cho_factor(cho_solve(prior, np.eye(k)) + precision * np.eye(k))
        covariance = cho_solve(posterior, np.eye(k))
        evidence = sum((w.T @ x) / r for w, x, r in zip(W, X, noise))
        S = sigma @ (np.eye(k) - precision * covariance) @ evidence
        sigma = covariance + S @ S.T / T
        trace = T * np.trace(sigma)
        for i, x in enumerate(X):
            a = x @ S.T
            W[i] = polar(a)
            noise[i] = (energy[i] - 2 * np.sum(W[i] * a) + trace) / (T * units[i])
    return W, S


FITS = {"deterministic": deterministic, "probabilistic": probabilistic}

for line in sys.stdin:
    q = json.loads(line)
    X = data(q["subjects"], q["units"], q["stimuli"], q["features"])
    start = now()
    FITS[q["kind"]](X, q["features"], q["iterations"])
    print(json.dumps(now() - start), flush=True)
