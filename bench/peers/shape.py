"""netrep's algorithm in NumPy, pair by pair: whiten both networks again, full SVD with vectors,
transform both, arccos of their inner product; for CKA both Gram matrices again.

Reads one JSON question a line, {"metric", "alpha", "pairs", "m", "n"}, and answers with
seconds for that many pairs.
"""
import json
import sys
import time

import numpy as np


def whitened(X, alpha):
    X = X - X.mean(0)
    if alpha == 1:
        return X
    lam, V = np.linalg.eigh(X.T @ X)
    lam = np.maximum(lam, 1e-7)
    d = alpha + (1 - alpha) / np.sqrt(lam)
    d *= np.sqrt(lam.sum() / ((alpha * np.sqrt(lam) + (1 - alpha)) ** 2).sum())
    return X @ (V * d) @ V.T


def angle(A, B):
    cosine = np.vdot(A, B) / (np.linalg.norm(A) * np.linalg.norm(B))
    return np.arccos(np.clip(cosine, -1, 1))


def procrustes(X, Y, alpha):
    X, Y = whitened(X, alpha), whitened(Y, alpha)
    U, _, Vt = np.linalg.svd(X.T @ Y)
    return angle(X @ U, Y @ Vt.T)


def cka(X, Y, _alpha):
    X, Y = X - X.mean(0), Y - Y.mean(0)
    return angle(X @ X.T, Y @ Y.T)


METRICS = {"procrustes": procrustes, "cka": cka}

for line in sys.stdin:
    question = json.loads(line)
    rng = np.random.default_rng(0)
    Xs = [rng.standard_normal((question["m"], question["n"])) for _ in range(question["pairs"] + 1)]
    start = time.perf_counter()
    for X, Y in zip(Xs, Xs[1:]):
        METRICS[question["metric"]](X, Y, question.get("alpha", 1))
    print(json.dumps(time.perf_counter() - start), flush=True)
