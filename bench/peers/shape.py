"""netrep's algorithm in NumPy, pair by pair, step by step as netrep does it.

LinearMetric.fit_score: check both (scikit-learn's check is a sum), centre and whiten both
again (at alpha 1 the whitening matrix is an identity, which is multiplied all the same), full
SVD with vectors of the product, both motions; then check, centre and move the responses
themselves, and the arccosine of their inner product. LinearCKA.score: centre both, both Gram
matrices, the same arccosine.

Reads one JSON question a line, {"metric", "alpha", "pairs", "m", "n"}, and answers with
seconds for that many pairs.
"""
import json
import sys

import numpy as np

from clock import now


def check(*responses):
    for X in responses:
        if not np.isfinite(X.sum()):
            raise ValueError("a number is not finite")


def whiten(X, alpha):
    """The whitened responses and the matrix that whitens them, total variance kept."""
    if alpha == 1:
        return X, np.eye(X.shape[1])
    variances, axes = np.linalg.eigh(X.T @ X)
    variances = np.maximum(variances, 1e-7)
    stretch = alpha + (1 - alpha) / np.sqrt(variances)
    stretch *= np.sqrt(variances.sum() / (variances * stretch**2).sum())
    Z = (axes * stretch) @ axes.T
    return X @ Z, Z


def angle(A, B):
    cosine = np.dot(A.ravel(), B.ravel()) / (np.linalg.norm(A.ravel()) * np.linalg.norm(B.ravel()))
    return np.arccos(np.clip(cosine, -1, 1))


def procrustes(X, Y, alpha):
    check(X, Y)
    mean_x, mean_y = X.mean(0), Y.mean(0)
    whitened_x, Zx = whiten(X - mean_x, alpha)
    whitened_y, Zy = whiten(Y - mean_y, alpha)
    U, _, Vt = np.linalg.svd(whitened_x.T @ whitened_y)
    Wx, Wy = Zx @ U, Zy @ Vt.T
    check(X, Y)
    return angle((X - mean_x) @ Wx, (Y - mean_y) @ Wy)


def cka(X, Y, _alpha):
    X, Y = X - X.mean(0), Y - Y.mean(0)
    return angle(X @ X.T, Y @ Y.T)


METRICS = {"procrustes": procrustes, "cka": cka}

for line in sys.stdin:
    question = json.loads(line)
    rng = np.random.default_rng(0)
    Xs = [rng.standard_normal((question["m"], question["n"])) for _ in range(question["pairs"] + 1)]
    start = now()
    for X, Y in zip(Xs, Xs[1:]):
        METRICS[question["metric"]](X, Y, question.get("alpha", 1))
    print(json.dumps(now() - start), flush=True)
