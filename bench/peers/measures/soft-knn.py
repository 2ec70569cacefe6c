"""Soft agreement of neighbours: softmax weights of all others, their roots, and one product over all pairs."""
import numpy as np


def soft_knn(nets, options):
    temperature = options.get("temperature", 0.1)
    features = []
    for x in nets:
        if options.get("neighbors") == "euclidean":
            squares = (x * x).sum(1)
            s = -(squares[:, None] + squares[None, :] - 2 * x @ x.T)
            s /= -s.sum() / (len(x) * (len(x) - 1))
        else:
            u = x / np.linalg.norm(x, axis=1, keepdims=True)
            s = u @ u.T
        np.fill_diagonal(s, -np.inf)
        p = np.exp((s - s.max(1, keepdims=True)) / temperature)
        features.append(np.sqrt(p / p.sum(1, keepdims=True)).ravel())
    f = np.array(features)
    return f @ f.T / len(nets[0])


MEASURES = {"soft-knn": soft_knn}
