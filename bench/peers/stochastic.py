"""netrep's algorithm for Gaussian responses in NumPy, on one pair of networks.

Roots of all covariances by eigendecomposition, for this pair. Then, from the Procrustes
solution of the means: for every stimulus the orthogonal matrix that brings the moved root of
one network onto that of the other (a singular value decomposition, here batched), the
weighted means and the turned roots stacked, stimuli + stimuli * units rows, and one Procrustes problem of
the stacks, until the norm of their difference falls by less than tol. The value is taken
with eigenvalues of A^(1/2) B A^(1/2). alpha = 1, where its weights are those of the value.

Reads one JSON question a line, {"m", "n", "x" and "y": {"means", "covariances"} as files of doubles, "tol", "niter"},
and answers with seconds of processor time and {"value", "steps"}.
"""
import json
import sys
import time

import numpy as np


def roots(covariances):
    values, vectors = np.linalg.eigh(covariances)
    return (vectors * np.sqrt(values)[:, None, :]) @ vectors.transpose(0, 2, 1)


def polar(a):
    u, _, vt = np.linalg.svd(a)
    return u @ vt


def bures(a, b):
    root = roots(a[None])[0]
    values = np.linalg.eigvalsh(root @ b @ root)
    return np.trace(a) + np.trace(b) - 2 * np.sqrt(np.maximum(values, 0)).sum()


def distance(x, y, tol, niter):
    (mx, cx), (my, cy) = x, y
    m, n = mx.shape
    sx, sy = roots(cx), roots(cy)
    stack_x = np.vstack([mx, sx.reshape(m * n, n)])
    motion = polar(my.T @ mx)
    losses = []
    for _ in range(niter):
        turns = polar(sx @ (sy @ motion).transpose(0, 2, 1))
        stack_y = np.vstack([my, (turns @ sy).reshape(m * n, n)])
        motion = polar(stack_y.T @ stack_x)
        losses.append(np.linalg.norm(stack_x - stack_y @ motion))
        if len(losses) > 1 and losses[-2] - losses[-1] < tol:
            break
    moved = motion.T @ cy @ motion
    squares = [np.sum((p - q) ** 2) + bures(a, b) for p, q, a, b in zip(mx, my @ motion, cx, moved)]
    return np.sqrt(np.mean(squares)), len(losses)


def load(files, m, n):
    return np.fromfile(files["means"]).reshape(m, n), np.fromfile(files["covariances"]).reshape(m, n, n)


for line in sys.stdin:
    question = json.loads(line)
    x, y = (load(question[side], question["m"], question["n"]) for side in "xy")
    start = time.process_time()
    value, steps = distance(x, y, question["tol"], question["niter"])
    taken = time.process_time() - start
    print(json.dumps([taken, {"value": value, "steps": steps}]), flush=True)
