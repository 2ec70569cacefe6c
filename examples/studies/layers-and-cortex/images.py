"""Digits on cluttered canvases: the images that all networks are trained on and all simulated subjects "see"."""
import math

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits

SIDE = 16                       # pixels of a canvas, each way
STIMULI_PER_CLASS = 20          # 200 stimuli in all
REFERENCE_SHARE = 0.3           # of the other digits: only the held-out reference network sees them


def load(seed=0):
    """Three sets without a common digit: stimuli, training, training of the reference network."""
    digits = load_digits()
    images = torch.tensor(digits.images / 16, dtype=torch.float32)[:, None]
    labels = torch.tensor(digits.target)
    order = np.random.default_rng(seed).permutation(len(labels))
    stimuli, others = [], []
    for index in order:
        same = sum(int(labels[other]) == int(labels[index]) for other in stimuli)
        (stimuli if same < STIMULI_PER_CLASS else others).append(int(index))
    stimuli.sort(key=lambda index: int(labels[index]))
    cut = int(REFERENCE_SHARE * len(others))
    take = lambda which: (images[which], labels[which])
    return take(stimuli), take(others[cut:]), take(others[:cut])


def uniform(g, n, low, high):
    return low + (high - low) * torch.rand(n, generator=g)


def place(digits, g):
    """Each 8 x 8 digit at a random size, angle, place and contrast, on a random smooth background. In [0, 1]."""
    n = len(digits)
    angle, size = uniform(g, n, -0.25, 0.25), uniform(g, n, 0.55, 0.75)
    x, y = uniform(g, n, -0.28, 0.28), uniform(g, n, -0.28, 0.28)
    cos, sin = torch.cos(angle) / size, torch.sin(angle) / size
    theta = torch.stack([torch.stack([cos, sin, -cos * x - sin * y], 1),
                         torch.stack([-sin, cos, sin * x - cos * y], 1)], 1)
    grid = F.affine_grid(theta, [n, 1, SIDE, SIDE], align_corners=False)
    drawn = F.grid_sample(digits, grid, align_corners=False)
    coarse = torch.rand(n, 1, 5, 5, generator=g)
    clutter = F.interpolate(coarse, size=(SIDE, SIDE), mode="bicubic", align_corners=False).clamp(0, 1)
    contrast = uniform(g, n, 0.6, 1.0)[:, None, None, None]
    strength = uniform(g, n, 0.1, 0.5)[:, None, None, None]
    return torch.maximum(contrast * drawn, strength * clutter).clamp(0, 1)


def gabor_bank(seed=0):
    """Filters (orientation x frequency x two phases) of 7 x 7 pixels, with mean 0 and length 1."""
    r = torch.arange(7) - 3.0
    y, x = torch.meshgrid(r, r, indexing="ij")
    filters = []
    for wavelength, sigma in ((3.0, 1.3), (5.0, 2.0)):
        for k in range(6):
            angle = math.pi * k / 6
            u = x * math.cos(angle) + y * math.sin(angle)
            window = torch.exp(-(x ** 2 + y ** 2) / (2 * sigma ** 2))
            for phase in (0.0, math.pi / 2):
                f = window * torch.cos(2 * math.pi * u / wavelength + phase)
                f = f - window * f.sum() / window.sum()
                filters.append(f / f.norm())
    return torch.stack(filters)[:, None]


def gabor_features(images):
    """Of each place and filter pair: rectified simple cells and the energy of both phases. n x channels x 16 x 16."""
    simple = F.conv2d(images, gabor_bank(), padding=3)
    energy = (simple[:, 0::2] ** 2 + simple[:, 1::2] ** 2).sqrt()
    return torch.cat([F.relu(simple), energy], 1)
