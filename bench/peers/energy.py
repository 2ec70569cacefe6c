"""Energy distance between repeats after rotation in NumPy, by netrep's algorithm.

Every pair of repeats of every stimulus becomes a row: arrays of stimuli · repeats² × units. Each
step is a Procrustes problem over these rows, weighted by 1 / sqrt(residual), and stops when
the mean residual falls by less than `tol`, or after `niter` steps.

Reads one JSON question a line, {"x", "y", "m", "r", "n", "tol", "niter"} with x, y files of float64, and
answers [seconds, {"value", "loss", "steps", "bytes"}]: bytes are those of the arrays over pairs.
"""
import json
import sys

import numpy as np

from clock import now


def expand(X, Y):
    m, r, n = X.shape
    X = np.repeat(X, r, axis=1)
    Y = np.tile(Y, (1, r, 1))
    return X.reshape(-1, n), Y.reshape(-1, n)


def procrustes(X, Y):
    U, _, Vt = np.linalg.svd(Y.T @ X)
    return U @ Vt


def fit(X, Y, tol, niter):
    X, Y = expand(X, Y)
    Q, weights, losses = np.eye(X.shape[1]), np.ones(len(X)), []
    losses.append(np.mean(np.linalg.norm(X - Y, axis=-1)))
    for _ in range(niter):
        wX, wY = weights[:, None] * X, weights[:, None] * Y
        Q = procrustes(wX, wY)
        residuals = np.linalg.norm(X - Y @ Q, axis=-1)
        losses.append(residuals.mean())
        if abs(losses[-2] - losses[-1]) < tol and len(losses) > 2:
            break
        weights = 1 / np.maximum(np.sqrt(residuals), 1e-6)
    return Q, losses, X.nbytes + Y.nbytes + wX.nbytes + wY.nbytes


def within(X):
    i, j = np.triu_indices(X.shape[1], 1)
    return np.mean([np.linalg.norm(s[i] - s[j], axis=-1).mean() for s in X])


def score(X, Y, loss):
    return np.sqrt(max(0.0, loss - (within(X) + within(Y)) / 2))


for line in sys.stdin:
    question = json.loads(line)
    shape = [question[axis] for axis in "mrn"]
    X, Y = (np.fromfile(question[side]).reshape(shape) for side in "xy")
    start = now()
    _, losses, size = fit(X, Y, question["tol"], question["niter"])
    value = score(X, Y, losses[-1])
    seconds = now() - start
    print(json.dumps([seconds, {"value": value, "loss": losses[-1], "steps": len(losses) - 1, "bytes": size}]), flush=True)
