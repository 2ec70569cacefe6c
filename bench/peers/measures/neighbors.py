"""Measures of nearest neighbours by cosine, k = 10. The table of a network is made once, by sorting the rows of its matrix of cosines,
which both packages do again for each pair: so these scripts take less time than the packages' own functions."""
import numpy as np


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def nearest(x, k):
    similar = x @ x.T
    np.fill_diagonal(similar, -np.inf)
    return np.argsort(-similar, axis=1)[:, :k]


def pairwise(prepare, value):
    def measure(nets, options):
        k = options.get("k", 10)
        prepared = [prepare(net, k) for net in nets]
        values = np.eye(len(nets))
        for i in range(len(nets)):
            for j in range(i):
                values[i, j] = values[j, i] = value(prepared[i], prepared[j], k)
        return values

    return measure


def table(net, k):
    return nearest(unit(net), k)


def mutual(a, b, k):
    return (a[:, :, None] == b[:, None, :]).sum() / a.size


def cycle(a, b, k):
    stimuli = np.arange(len(a))[:, None, None]
    return (a[b] == stimuli).any(axis=(1, 2)).mean()


def lcs_length(p, q):
    lengths = np.zeros((len(p) + 1, len(q) + 1), dtype=int)
    for i, u in enumerate(p):
        for j, v in enumerate(q):
            lengths[i + 1, j + 1] = lengths[i, j] + 1 if u == v else max(lengths[i, j + 1], lengths[i + 1, j])
    return lengths[-1, -1]


def lcs(a, b, k):
    return np.mean([lcs_length(p, q) for p, q in zip(a.tolist(), b.tolist())])


def levenshtein(p, q):
    row = list(range(len(q) + 1))
    for i, u in enumerate(p):
        last, row[0] = row[0], i + 1
        for j, v in enumerate(q):
            last, row[j + 1] = row[j + 1], min(row[j + 1] + 1, row[j] + 1, last + (u != v))
    return row[-1]


def edits(a, b, k):
    return 1 - np.mean([levenshtein(p, q) for p, q in zip(a.tolist(), b.tolist())]) / k


def jaccard_of(p, q):
    return len(set(p) & set(q)) / len(set(p) | set(q))


def rank_of(p, q):
    places = {v: r for r, v in enumerate(q, 1)}
    shared = [(r, places[v]) for r, v in enumerate(p, 1) if v in places]
    if not shared:
        return 0.0
    best = sum(1 / n for n in range(1, len(shared) + 1))
    return sum(2 / ((1 + abs(r - s)) * (r + s)) for r, s in shared) / best


def mean_of(value):
    return lambda a, b, k: np.mean([value(p, q) for p, q in zip(a.tolist(), b.tolist())])


def kernel(net, k):
    rows = unit(net)
    similar = rows @ rows.T
    mask = np.zeros_like(similar)
    np.put_along_axis(mask, nearest(rows, k), 1, axis=1)
    np.fill_diagonal(similar, 0)
    return similar, mask, hsic(mask * similar, mask * similar)


def hsic(k, l):
    m = len(k)
    crossed = k.sum(axis=0) @ l.sum(axis=1)
    return ((k * l.T).sum() + k.sum() * l.sum() / ((m - 1) * (m - 2)) - 2 * crossed / (m - 2)) / (m * (m - 3))


def cknna(a, b, k):
    mask = a[1] * b[1]
    return hsic(mask * a[0], mask * b[0]) / np.sqrt(a[2] * b[2])


def cosines(net, k):
    rows = unit(net)
    return rows @ rows.T, nearest(rows, k)


def second_order(a, b, k):
    values = []
    for i, (p, q) in enumerate(zip(a[1], b[1])):
        union = np.union1d(p, q)
        u, v = a[0][i, union], b[0][i, union]
        values.append(u @ v / np.sqrt((u @ u) * (v @ v)))
    return np.mean(values)


MEASURES = {
    "mutual-knn": pairwise(table, mutual),
    "cycle-knn": pairwise(table, cycle),
    "lcs-knn": pairwise(table, lcs),
    "edit-distance-knn": pairwise(table, edits),
    "knn-jaccard": pairwise(table, mean_of(jaccard_of)),
    "rank-similarity": pairwise(table, mean_of(rank_of)),
    "joint-rank-jaccard": pairwise(table, mean_of(lambda p, q: jaccard_of(p, q) * rank_of(p, q))),
    "cknna": pairwise(kernel, cknna),
    "second-order-cosine": pairwise(cosines, second_order),
}
