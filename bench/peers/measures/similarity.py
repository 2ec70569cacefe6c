"""Measures of similarity structures as plain NumPy and SciPy: what depends on one network is done once."""
import numpy as np
from scipy.spatial.distance import pdist, squareform


def pairs(prepared, of):
    count = len(prepared)
    values = np.zeros((count, count))
    for i in range(count):
        for j in range(i, count):
            values[i, j] = values[j, i] = of(prepared[i], prepared[j])
    return values


def centred(s, debiased):
    m = len(s)
    if not debiased:
        return s - s.mean(0) - s.mean(1)[:, None] + s.mean()
    s = s.copy()
    np.fill_diagonal(s, 0)
    rows = s.sum(1)
    u = s - rows / (m - 2) - rows[:, None] / (m - 2) + rows.sum() / ((m - 1) * (m - 2))
    np.fill_diagonal(u, 0)
    return u


def gram(x, options):
    kernel = options.get("kernel", "linear")
    if kernel == "linear":
        return x @ x.T
    if kernel == "polynomial":
        return (x @ x.T + 1) ** 2
    d = pdist(x)
    return np.exp(-squareform(d) / np.median(d))


def cosine(a, b):
    return np.vdot(a, b) / np.sqrt(np.vdot(a, a) * np.vdot(b, b))


def distance_correlation(nets, options):
    debiased = options.get("debiased", False)
    prepared = [centred(squareform(pdist(x)), debiased) for x in nets]
    return pairs(prepared, lambda a, b: cosine(a, b) if debiased else np.sqrt(cosine(a, b)))


def hsic(nets, options):
    debiased = options.get("debiased", False)
    m = len(nets[0])
    if options.get("kernel", "linear") == "linear" and not debiased:
        columns = [x - x.mean(0) for x in nets]
        if nets[0].shape[1] < m:
            return pairs(columns, lambda a, b: np.sum((a.T @ b) ** 2) / (m - 1) ** 2)
    prepared = [centred(gram(x, options), debiased) for x in nets]
    return pairs(prepared, lambda a, b: np.vdot(a, b) / (m * (m - 3) if debiased else (m - 1) ** 2))


def cka(nets, options):
    return pairs([centred(gram(x, options), False) for x in nets], cosine)


def rsm_difference(nets, options):
    prepared = [squareform(pdist(x)) for x in nets]
    order = 2 if options.get("norm") == "spectral" else "fro"
    return pairs(prepared, lambda a, b: np.linalg.norm(a - b, ord=order))


def eigenspace_overlap(nets, options):
    prepared = [np.linalg.svd(x, full_matrices=False)[0] for x in nets]
    return pairs(prepared, lambda u, v: np.sum((u.T @ v) ** 2) / max(u.shape[1], v.shape[1]))


def gulp(nets, options):
    lam, m = options.get("lambda", 0), len(nets[0])
    prepared = []
    for x in nets:
        x = x - x.mean(0)
        x = x * np.sqrt(m) / np.linalg.norm(x)
        sigma = x.T @ x / m
        inverse = np.linalg.inv(sigma + lam * np.eye(len(sigma)))
        shrunk = inverse @ sigma
        prepared.append((x, inverse, np.sum(shrunk * shrunk.T)))

    def of(a, b):
        (x, ix, own), (y, iy, other) = a, b
        cross = x.T @ y / m
        return np.sqrt(max(0, own + other - 2 * np.sum((ix @ cross) * (iy @ cross.T).T)))

    return pairs(prepared, of)


MEASURES = {
    "distance-correlation": distance_correlation,
    "hsic": hsic,
    "cka": cka,
    "rsm-difference": rsm_difference,
    "eigenspace-overlap": eigenspace_overlap,
    "gulp": gulp,
}
