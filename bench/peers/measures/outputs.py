"""Class scores of networks, logits; what is of one network is done once."""
import numpy as np
from scipy.special import rel_entr, softmax


def pairs(prepare, compare):
    def all_pairs(nets, options):
        ready = [prepare(x) for x in nets]
        values = np.zeros((len(nets), len(nets)))
        for i, a in enumerate(ready):
            for j in range(i):
                values[i, j] = values[j, i] = compare(a, ready[j])
        return values

    return all_pairs


def classes(x):
    return x.argmax(axis=1)


def jensen_shannon(p, q):
    mean = (p + q) / 2
    return (rel_entr(p, mean) + rel_entr(q, mean)).sum(axis=1).mean() / (2 * np.log(2))


def kappa(a, b):
    count = 1 + max(a.max(), b.max())
    table = np.bincount(a * count + b, minlength=count * count).reshape(count, count) / len(a)
    chance = table.sum(axis=0) @ table.sum(axis=1)
    return (np.trace(table) - chance) / (1 - chance)


MEASURES = {
    "disagreement": pairs(classes, lambda a, b: np.mean(a != b)),
    "jensen-shannon": pairs(lambda x: softmax(x, axis=1), jensen_shannon),
    "cohen-kappa": pairs(classes, kappa),
}
