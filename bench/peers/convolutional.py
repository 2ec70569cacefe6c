"""One pair of convolutional layers at every circular shift in NumPy, a product for each shift.

"netrep": its algorithm, each shift fitted anew: centring, singular vectors of the
product, both networks transformed, arccos of their cosine. "values": as a good NumPy user
would write it: centred once, of each product the singular values only.

Reads one JSON question a line, {"how", "m", "h", "w", "c"}, and answers with seconds.
"""
import json
import sys

import numpy as np

from clock import now


def shifts(X):
    h, w = X.shape[1:3]
    for i in range(h):
        for j in range(w):
            rolled = np.roll(X, (i - h // 2, j - w // 2), axis=(1, 2))
            yield rolled.reshape(-1, X.shape[3])


def netrep(X, Y):
    flat = Y.reshape(-1, Y.shape[3])
    return [fit_and_measure(rolled, flat) for rolled in shifts(X)]


def fit_and_measure(X, Y):
    X, Y = X - X.mean(0), Y - Y.mean(0)
    U, _, Vt = np.linalg.svd(X.T @ Y)
    X, Y = X @ U, Y @ Vt.T
    return np.arccos(np.clip(np.vdot(X, Y) / (np.linalg.norm(X) * np.linalg.norm(Y)), -1, 1))


def values(X, Y):
    X, Y = X - X.mean((0, 1, 2)), Y - Y.mean((0, 1, 2))
    flat = Y.reshape(-1, Y.shape[3])
    norms = np.linalg.norm(X) * np.linalg.norm(Y)
    nuclear = (np.linalg.svd(rolled.T @ flat, compute_uv=False).sum() for rolled in shifts(X))
    return [np.arccos(min(1.0, n / norms)) for n in nuclear]


HOW = {"netrep": netrep, "values": values}

for line in sys.stdin:
    question = json.loads(line)
    rng = np.random.default_rng(0)
    X, Y = (rng.standard_normal([question[axis] for axis in "mhwc"]) for _ in range(2))
    start = now()
    HOW[question["how"]](X, Y)
    print(json.dumps(now() - start), flush=True)
