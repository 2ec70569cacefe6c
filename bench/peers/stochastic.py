"""netrep's algorithm for Gaussian responses in NumPy, on one pair of networks.

Roots of all covariances by eigendecomposition, for this pair. Then, from the Procrustes
solution of the means: for every stimulus the orthogonal matrix that brings the moved root of
one network onto that of the other (SciPy's orthogonal_procrustes, a singular value decomposition), the
weighted means and the turned roots stacked, stimuli + stimuli * units rows, and one Procrustes problem of
the stacks, until the norm of their difference falls by less than tol. The value is taken
with singular values of the product of two roots. alpha = 1, where its weights are those of the value.

With "batched" the singular value decompositions of all stimuli are one call of NumPy and the stack
that never changes is made once, which netrep does not do.

Reads one JSON question a line, {"m", "n", "x" and "y": {"means", "covariances"} as files of doubles, "tol", "niter",
"batched"}, and answers with seconds of processor time and {"value", "steps"}.
"""
import json
import sys

import numpy as np
from scipy.linalg import orthogonal_procrustes

from clock import now


def roots(covariances):
    values, vectors = np.linalg.eigh(covariances)
    return (vectors * np.sqrt(values)[:, None, :]) @ vectors.transpose(0, 2, 1)


def polar(a):
    u, _, vt = np.linalg.svd(a)
    return u @ vt


def bures(a, b):
    (va, ua), (vb, ub) = np.linalg.eigh(a), np.linalg.eigh(b)
    product = (np.sqrt(va)[:, None] * ua.T) @ (ub * np.sqrt(vb))
    return va.sum() + vb.sum() - 2 * np.linalg.svd(product, compute_uv=False).sum()


def turn_each(sx, sy, motion):
    """Q @ sy of every stimulus."""
    return [orthogonal_procrustes(motion.T @ b, a)[0].T @ b for a, b in zip(sx, sy)]


def turn_all(sx, sy, motion):
    return polar(sx @ (sy @ motion).transpose(0, 2, 1)) @ sy


def stack(means, parts):
    return np.vstack([means, *parts])


def distance(x, y, tol, niter, batched):
    (mx, cx), (my, cy) = x, y
    sx, sy = roots(cx), roots(cy)
    motion = orthogonal_procrustes(my, mx)[0]
    stack_x = stack(mx, sx)
    losses = []
    for step in range(niter):
        if not batched:
            stack_x = stack(mx, sx)
        stack_y = stack(my, (turn_all if batched else turn_each)(sx, sy, motion))
        motion = orthogonal_procrustes(stack_y, stack_x)[0]
        losses.append(np.linalg.norm(stack_x - stack_y @ motion))
        if step > 1 and losses[-2] - losses[-1] < tol:
            break
    moved = motion.T @ cy @ motion
    squares = [np.sum((p - q) ** 2) + bures(a, b) for p, q, a, b in zip(mx, my @ motion, cx, moved)]
    return np.sqrt(np.mean(squares)), len(losses)


def load(files, m, n):
    return np.fromfile(files["means"]).reshape(m, n), np.fromfile(files["covariances"]).reshape(m, n, n)


for line in sys.stdin:
    question = json.loads(line)
    x, y = (load(question[side], question["m"], question["n"]) for side in "xy")
    start = now()
    value, steps = distance(x, y, question["tol"], question["niter"], question["batched"])
    taken = now() - start
    print(json.dumps([taken, {"value": value, "steps": steps}]), flush=True)
