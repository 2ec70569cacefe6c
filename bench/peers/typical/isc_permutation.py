"""Inter-subject correlation, each subject with the mean of the others, and its test by flipping the signs
of whole courses. The products of courses are taken once, so that a resample needs only their sums.
Arguments: where to write, a file a subject."""
import sys

import numpy as np

SAMPLES = 1000


def summary(products, signs):
    """Mean of Fisher z over subjects. products: units x subjects x subjects; signs: subjects."""
    flipped = products @ signs * signs
    own = np.einsum("uss->us", products)
    others = flipped.sum(1)[:, None] - 2 * flipped + own
    return np.tanh(np.arctanh((flipped - own) / np.sqrt(own * others)).mean(1))


out, *files = sys.argv[1:]
courses = np.array([np.load(name) for name in files])
courses -= courses.mean(1, keepdims=True)
courses = np.ascontiguousarray(courses.transpose(2, 0, 1))
products = courses @ courses.transpose(0, 2, 1)
rng = np.random.default_rng(1)
observed = summary(products, np.ones(len(files)))
null = np.array([summary(products, rng.choice([-1.0, 1.0], len(files))) for _ in range(SAMPLES)])
np.save(f"{out}.npy", observed)
np.save(f"{out}.p.npy", ((null >= observed).sum(0) + 1) / (SAMPLES + 1))
np.save(f"{out}.family.npy", ((null.max(1)[:, None] >= observed).sum(0) + 1) / (SAMPLES + 1))
