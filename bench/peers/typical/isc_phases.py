"""Inter-subject correlation, each subject with the mean of the others, and its test by giving each subject
random phases, the same ones for all its units. Arguments: where to write, a file a subject."""
import sys

import numpy as np

SAMPLES = 200


def summary(courses):
    """Mean of Fisher z over subjects. courses: subjects x times x units, centred."""
    others = courses.sum(0) - courses
    product = (courses * others).sum(1)
    r = product / np.sqrt((courses**2).sum(1) * (others**2).sum(1))
    return np.tanh(np.arctanh(r).mean(0))


out, *files = sys.argv[1:]
courses = np.array([np.load(name) for name in files])
courses -= courses.mean(1, keepdims=True)
subjects, times = courses.shape[:2]
spectra = np.fft.rfft(courses, axis=1)
rng = np.random.default_rng(1)
observed = summary(courses)
null = np.empty((SAMPLES, len(observed)))
for sample in range(SAMPLES):
    turns = np.exp(2j * np.pi * rng.random((subjects, spectra.shape[1], 1)))
    if times % 2 == 0:
        turns[:, -1] = rng.choice([-1, 1], (subjects, 1))
    null[sample] = summary(np.fft.irfft(spectra * turns, times, axis=1))
np.save(f"{out}.npy", observed)
np.save(f"{out}.p.npy", ((null >= observed).sum(0) + 1) / (SAMPLES + 1))
np.save(f"{out}.family.npy", ((null.max(1)[:, None] >= observed).sum(0) + 1) / (SAMPLES + 1))
