"""Plain scripts of measures of topology and scale."""
from itertools import combinations

import numpy as np
import scipy.sparse as sparse
from scipy.spatial.distance import pdist, squareform


def pairs(nets, value):
    K = len(nets)
    out = np.zeros((K, K))
    for i in range(K):
        for j in range(i):
            out[i, j] = out[j, i] = value(nets[i], nets[j])
    return out


# rtd


def normalised(x):
    d = squareform(pdist(x))
    return d / np.quantile(d, 0.9)


def sum_of_bars(d):
    """Sum of the bars of H1 of a Vietoris–Rips complex: the boundary matrix of triangles, reduced modulo 2."""
    n = len(d)
    i, j = np.triu_indices(n, 1)
    order = np.argsort(d[i, j], kind="stable")
    rank = np.zeros((n, n), dtype=int)
    rank[i[order], j[order]] = rank[j[order], i[order]] = np.arange(len(order))
    births = d[i, j][order]
    triangles = np.array(list(combinations(range(n), 3)))
    a, b, c = triangles.T
    sides = np.sort(np.stack([rank[a, b], rank[a, c], rank[b, c]], 1), 1)
    sides = sides[np.argsort(sides[:, 2], kind="stable")]
    columns, total = {}, 0.0
    for side in sides:
        column = set(side.tolist())
        while column:
            low = max(column)
            if low not in columns:
                columns[low] = column
                total += births[side[2]] - births[low]
                break
            column = column ^ columns[low]
    return total


def cross(w, v):
    return np.block([[np.zeros_like(w), w], [w, np.minimum(w, v)]])


def rtd(nets, options):
    return pairs(
        [normalised(x) for x in nets],
        lambda w, v: (sum_of_bars(cross(w, v)) + sum_of_bars(cross(v, w))) / 2,
    )


# imd

times = np.logspace(-1, 1, 256)


def laplacian(x, k):
    m = len(x)
    squares = (x * x).sum(1)
    d = squares[:, None] + squares[None] - 2 * x @ x.T
    np.fill_diagonal(d, np.inf)
    near = np.argpartition(d, k, axis=1)[:, :k]
    a = sparse.csr_matrix((np.ones(m * k), (np.repeat(np.arange(m), k), near.ravel())), shape=(m, m))
    a = a.maximum(a.T)
    root = sparse.diags(1 / np.sqrt(np.asarray(a.sum(1)).ravel()))
    return (sparse.eye(m) - root @ a @ root).tocsr()


def lanczos_trace(l, random, steps=10, probes=100):
    """Stochastic Lanczos quadrature of all vectors at once, with full reorthogonalisation, as the authors' script."""
    m = l.shape[0]
    v = random.standard_normal((m, probes))
    basis = np.zeros((steps, m, probes))
    basis[0] = v / np.linalg.norm(v, axis=0)
    t = np.zeros((probes, steps, steps))
    for j in range(steps):
        w = l @ basis[j]
        t[:, j, j] = np.einsum("ij,ij->j", w, basis[j])
        if j + 1 == steps:
            break
        along = np.einsum("kij,ij->kj", basis[: j + 1], w)
        w -= np.einsum("kij,kj->ij", basis[: j + 1], along)
        length = np.linalg.norm(w, axis=0)
        t[:, j, j + 1] = t[:, j + 1, j] = length
        basis[j + 1] = w / length
    values, vectors = np.linalg.eigh(t)
    weights = vectors[:, 0, :] ** 2
    return m * np.array([(np.exp(-time * values) * weights).sum(1).mean() for time in times])


def imd(nets, options):
    random = np.random.default_rng(1)

    def trace(x):
        l = laplacian(x, options.get("k", 5))
        if options.get("spectrum") == "exact":
            return np.exp(-np.outer(times, np.linalg.eigvalsh(l.toarray()))).sum(1)
        return lanczos_trace(l, random)

    c = np.exp(-2 * (times + 1 / times))
    return pairs([trace(x) for x in nets], lambda h, g: (c * np.abs(h - g)).max())


MEASURES = {"rtd": rtd, "imd": imd}
