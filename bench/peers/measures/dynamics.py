"""Dynamical similarity analysis: delay embedding, DMD in leading singular vectors, and the best orthogonal matrix by SciPy's L-BFGS
over Cayley's map from random starts of both determinants."""
import numpy as np
from scipy.optimize import minimize
from scipy.stats import ortho_group


def operator(X, delays, rank):
    trials = X.reshape(-1, *X.shape[2:])
    times = trials.shape[1] - delays + 1
    H = np.concatenate([trials[:, d : d + times] for d in reversed(range(delays))], axis=2)
    U = np.linalg.svd(H.reshape(-1, H.shape[2]), full_matrices=False)[0][:, :rank].reshape(*H.shape[:2], rank)
    before, after = (part.reshape(-1, rank) for part in (U[:, :-1], U[:, 1:]))
    A = np.linalg.lstsq(before, after, rcond=None)[0].T
    return A / np.linalg.norm(A)


def angle(A, B, starts, random):
    n = len(A)
    upper = np.triu_indices(n, 1)
    one = np.eye(n)

    def loss(x, B):
        X = np.zeros((n, n))
        X[upper] = x
        X -= X.T
        inverse = np.linalg.inv(one + X)
        C = inverse @ (one - X)
        AC = A @ C
        G = AC @ B.T + A.T @ (C @ B)
        M = inverse.T @ G @ (one + C).T
        return -np.vdot(AC, C @ B), M[upper] - M.T[upper]

    best = np.inf
    for start in range(starts):
        C = ortho_group.rvs(n, random_state=random)
        if (np.linalg.det(C) < 0) != (start % 2 == 1):
            C[0] *= -1
        found = minimize(loss, np.zeros(len(upper[0])), args=(C @ B @ C.T,), jac=True, method="L-BFGS-B")
        best = min(best, found.fun)
    return np.arccos(np.clip(-best, -1, 1))


def dsa(nets, options):
    random = np.random.default_rng(1)
    operators = [operator(X, options["delays"], options["rank"]) for X in nets]
    starts = options.get("restarts", 16)
    return [[angle(A, B, starts, random) for B in operators[:i]] for i, A in enumerate(operators)]


MEASURES = {"dsa": dsa}
