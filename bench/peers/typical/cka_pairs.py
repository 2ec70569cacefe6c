"""Linear CKA of all pairs of networks, from a Gram matrix stimuli x stimuli each. Arguments: where to
write, the files."""
import sys

import numpy as np


def gram(name):
    X = np.load(name)
    X -= X.mean(0)
    K = X @ X.T
    K /= np.linalg.norm(K)
    return K.ravel()


out, *files = sys.argv[1:]
grams = np.array([gram(name) for name in files])
np.save(f"{out}.npy", grams @ grams.T)
