"""Alignment, matching and regression in NumPy and SciPy. What depends on one network is done once."""
import numpy as np
from scipy.optimize import linear_sum_assignment


def pairs(prepared, value, symmetric=True):
    """K × K values; a symmetric measure is computed once a pair."""
    count = len(prepared)
    values = np.zeros((count, count))
    for i in range(count):
        for j in range(i + 1 if symmetric else 0, count):
            if i != j:
                values[i, j] = value(prepared[i], prepared[j])
                if symmetric:
                    values[j, i] = values[i, j]
    return values


def mean_cosine(x, y, norms_x, norms_y):
    return np.mean(np.einsum("ij,ij->i", x, y) / (norms_x * norms_y))


def aligned_cosine(nets, options):
    def value(x, y):
        u, _, vt = np.linalg.svd(x[0].T @ y[0], full_matrices=False)
        return mean_cosine(x[0] @ u, y[0] @ vt.T, x[1], y[1])

    def prepared(x):
        norms = np.linalg.norm(x, axis=1)
        return (np.linalg.qr(x.T, mode="r").T if x.shape[1] > x.shape[0] else x), norms

    return pairs([prepared(x) for x in nets], value)


def permutation_aligned_cosine(nets, options):
    def value(x, y):
        rows, cols = linear_sum_assignment(x[0].T @ y[0], maximize=True)
        return mean_cosine(x[0][:, rows], y[0][:, cols], x[1], y[1])

    return pairs([(x, np.linalg.norm(x, axis=1)) for x in nets], value)


def unit_columns(x):
    centered = x - x.mean(0)
    return centered / np.linalg.norm(centered, axis=0)


def hard_correlation_match(nets, options):
    def value(x, y):
        r = x.T @ y
        return r[linear_sum_assignment(r, maximize=True)].mean()

    return pairs([unit_columns(x) for x in nets], value)


def soft_correlation_match(nets, options):
    def value(x, y):
        r = x.T @ y
        return (r.max(0).mean() + r.max(1).mean()) / 2

    return pairs([unit_columns(x) for x in nets], value)


def max_match(nets, options):
    epsilon = options["epsilon"]

    def basis(units):
        return np.linalg.qr(units)[0] if units.shape[1] else units

    def near(units, span):
        return np.maximum(0, 1 - np.sum((span.T @ units) ** 2, axis=0)) <= epsilon**2

    def value(x, y):
        (x, span_x), (y, span_y) = x, y
        total = x.shape[1] + y.shape[1]
        while True:
            keep = near(x, span_y)
            if not keep.all():
                x = x[:, keep]
                span_x = basis(x)
            kept = near(y, span_x)
            if not kept.all():
                y = y[:, kept]
                span_y = basis(y)
            if kept.all() and keep.all():
                return (x.shape[1] + y.shape[1]) / total

    units = [x / np.linalg.norm(x, axis=0) for x in nets]
    return pairs([(x, basis(x)) for x in units], value)


def procrustes(nets, options):
    def value(x, y):
        product = x.T @ y
        s = np.linalg.svd(product, compute_uv=False)
        total = s.sum()
        if options.get("group") == "rotation" and np.linalg.slogdet(product)[0] < 0:
            total -= 2 * s[-1]
        return np.sqrt(max(0, 2 - 2 * total)) if options.get("ground") == "unit-norm" else np.arccos(min(1, total))

    def prepared(x):
        centered = x - x.mean(0)
        return centered / np.linalg.norm(centered)

    return pairs([prepared(x) for x in nets], value)


SHARES = 10.0 ** np.arange(-3, 4)


def median_correlation(predicted, actual):
    p, y = predicted - predicted.mean(0), actual - actual.mean(0)
    return np.median(np.einsum("ij,ij->j", p, y) / (np.linalg.norm(p, axis=0) * np.linalg.norm(y, axis=0)))


def linear_predictivity(nets, options):
    m = len(nets[0])
    random = np.random.default_rng(1)
    orders = [random.permutation(m) for _ in range(10)]
    held = m - int(0.9 * m)
    splits = [(order[held:], order[:held]) for order in orders]
    if options.get("fit") == "pls":
        return pairs(nets, lambda x, y: np.mean([median_correlation(pls(x, y, *s), y[s[1]]) for s in splits]), False)

    def prepared(x):
        parts = []
        for train, test in splits:
            mean = x[train].mean(0)
            u, s, vt = np.linalg.svd(x[train] - mean, full_matrices=False)
            parts.append((u, s, (x[test] - mean) @ vt.T))
        return x, parts

    def ridge(part, y, split):
        (u, s, along), (train, test) = part, split
        z = u.T @ (y[train] - y[train].mean(0))
        s2 = s**2
        if "ridge" in options:
            return along @ ((s / (s2 + options["ridge"]))[:, None] * z)
        t = len(train)
        penalties = SHARES * s2.sum() / t
        shrink = s2 / (s2 + penalties[:, None])
        norms = np.sum((y[train] - y[train].mean(0)) ** 2, axis=0)
        errors = norms - (2 * shrink - shrink**2) @ z**2
        errors /= ((1 - (1 + shrink.sum(1)) / t) ** 2)[:, None]
        best = penalties[np.argmin(errors, axis=0)]
        return along @ (s[:, None] / (s2[:, None] + best) * z)

    def value(x, y):
        return np.mean(
            [median_correlation(ridge(part, y[0], split), y[0][split[1]]) for part, split in zip(x[1], splits)]
        )

    return pairs([prepared(x) for x in nets], value, False)


def pls(x, y, train, test):
    """NIPALS with the first singular vector of the cross-covariance for each component."""
    mean = x[train].mean(0)
    a, held, targets = x[train] - mean, x[test] - mean, y[train] - y[train].mean(0)
    predicted = np.zeros((len(test), y.shape[1]))
    covariance = a.T @ targets
    for _ in range(25):
        w = np.linalg.svd(covariance, full_matrices=False)[0][:, 0]
        t, th = a @ w, held @ w
        p, q = a.T @ t / (t @ t), targets.T @ t / (t @ t)
        predicted += np.outer(th, q)
        a, held = a - np.outer(t, p), held - np.outer(th, p)
        covariance = covariance - np.outer(p, q) * (t @ t)
    return predicted


MEASURES = {
    "aligned-cosine": aligned_cosine,
    "permutation-aligned-cosine": permutation_aligned_cosine,
    "hard-correlation-match": hard_correlation_match,
    "soft-correlation-match": soft_correlation_match,
    "max-match": max_match,
    "procrustes": procrustes,
    "linear-predictivity": linear_predictivity,
}
