"""All pairs of networks in NumPy, as a good NumPy user would write it: what depends on one
network is done once, and of the singular values only the values are asked for.

Reads one JSON question a line, {"metric", "K", "m", "n"}, and answers with seconds.
"""
import json
import sys

import numpy as np

from clock import now


def networks(count, m, n, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal((m, n)) for _ in range(count)]


def procrustes_rotations(Xs):
    prepared = []
    for X in Xs:
        X = X - X.mean(0)
        prepared.append((X, np.linalg.norm(X)))
    return all_pairs(prepared, lambda x, y: angle(x[0].T @ y[0], x[1] * y[1]))


def procrustes_whitened(Xs):
    prepared = []
    for X in Xs:
        X = X - X.mean(0)
        U, s, _ = np.linalg.svd(X, full_matrices=False)
        U = U[:, s > max(X.shape) * np.finfo(float).eps * s[0]]
        prepared.append((U, np.sqrt(U.shape[1])))
    return all_pairs(prepared, lambda x, y: angle(x[0].T @ y[0], x[1] * y[1]))


def angle(product, norms):
    nuclear = np.linalg.svd(product, compute_uv=False).sum()
    return np.arccos(min(1.0, nuclear / norms))


def cka_products(Xs):
    """Pair by pair, from the units x units product: ||Y'X||^2 / (||X'X|| ||Y'Y||)."""
    prepared = []
    for X in Xs:
        X = X - X.mean(0)
        prepared.append((X, np.linalg.norm(X.T @ X)))
    return all_pairs(prepared, lambda x, y: np.linalg.norm(y[0].T @ x[0]) ** 2 / (x[1] * y[1]))


def cka_grams(Xs):
    """Pair by pair, as most cka.py: both Gram matrices, then their inner product."""

    def pair(X, Y):
        K, L = X @ X.T, Y @ Y.T
        return np.vdot(K, L) / (np.linalg.norm(K) * np.linalg.norm(L))

    return all_pairs([X - X.mean(0) for X in Xs], pair)


def cka_grams_once(Xs):
    """A Gram matrix a network, then one product of all of them."""

    def gram(X):
        K = X @ X.T
        K /= np.linalg.norm(K)
        return K.ravel()

    grams = np.array([gram(X - X.mean(0)) for X in Xs])
    return grams @ grams.T


def all_pairs(prepared, value):
    K = len(prepared)
    D = np.zeros((K, K))
    for i in range(K):
        for j in range(i + 1, K):
            D[i, j] = D[j, i] = value(prepared[i], prepared[j])
    return D


METRICS = {
    "procrustes-1": procrustes_rotations,
    "procrustes-0": procrustes_whitened,
    "cka-products": cka_products,
    "cka-grams": cka_grams,
    "cka-grams-once": cka_grams_once,
}

for line in sys.stdin:
    question = json.loads(line)
    Xs = networks(question["K"], question["m"], question["n"])
    start = now()
    METRICS[question["metric"]](Xs)
    print(json.dumps(now() - start), flush=True)
