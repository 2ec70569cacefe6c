"""Descriptors of one network, once for each, then their differences."""
import numpy as np


def differences(of):
    def pairs(nets, options):
        values = np.array([of(x, **options) for x in nets])
        return np.abs(values[:, None] - values[None, :])

    return pairs


def magnitude(x):
    return np.linalg.norm(x.mean(axis=0))


def concentricity(x):
    mean = x.mean(axis=0)
    return np.mean(x @ mean / (np.linalg.norm(x, axis=1) * np.linalg.norm(mean)))


def squared_distances(x):
    norms = np.einsum("ij,ij->i", x, x)
    return np.maximum(norms[:, None] + norms[None, :] - 2 * x @ x.T, 0)


def uniformity(x):
    return np.log(np.exp(-2 * squared_distances(x)).mean())


def intrinsic_dimension(x, method="two-nn", k=10):
    squares = squared_distances(x)
    np.fill_diagonal(squares, np.inf)
    k = 2 if method == "two-nn" else k
    nearest = np.sort(np.partition(squares, k - 1, axis=1)[:, :k], axis=1)
    logs = 0.5 * np.log(nearest[:, -1:] / nearest[:, :-1])
    if method == "mackay":
        return 1 / logs.mean()
    mu = np.sort(logs[:, 0])
    kept = int(len(mu) * 0.9)
    y = -np.log(1 - np.arange(1, kept + 1) / len(mu))
    return mu[:kept] @ y / (mu[:kept] @ mu[:kept])


def effective_rank(x, spectrum="singular-values"):
    s = np.linalg.svd(x - x.mean(axis=0), compute_uv=False)
    s = s**2 if spectrum == "eigenvalues" else s
    p = s / s.sum()
    return np.exp(-(p[p > 0] * np.log(p[p > 0])).sum())


def participation_ratio(x, estimator="plug-in"):
    m = len(x)
    centred = x - x.mean(axis=0)
    c = centred.T @ centred / (m - 1)
    trace, squares = np.trace(c), (c * c).sum()
    if estimator == "plug-in":
        return trace**2 / squares
    fourth = (np.einsum("ij,ij->i", centred, centred) ** 2).sum() / (m - 1)
    return (2 * squares + (m * m - 3 * m + 1) * trace**2 - m * fourth) / (
        (m - 1) * (m - 2) * squares + trace**2 - m * fourth
    )


MEASURES = {
    "magnitude": differences(magnitude),
    "concentricity": differences(concentricity),
    "uniformity": differences(uniformity),
    "intrinsic-dimension": differences(intrinsic_dimension),
    "effective-rank": differences(effective_rank),
    "participation-ratio": differences(participation_ratio),
}
