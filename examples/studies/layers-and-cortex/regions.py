"""Simulated regions: a forward model from features that no tested network has to voxels, with noise. Nothing here is measured.

    voxel = z-score over stimuli of (a weighted sum of features near the voxel's place in the visual field)
    run   = voxel + noise of its own + noise that voxels share

V1 sees Gabor features of the images, through small windows. The lateral occipital region (LO) sees the middle layer of a
reference network of another architecture, another seed and other training digits, through larger windows. Of two control
regions, "narrow" sees the same layer as LO through small windows, and "late" sees that network's last hidden layer.
"""
import numpy as np
import torch
import torch.nn.functional as F

VOXELS, RUNS, SHARED = 40, 4, 5
STEP = 1 / 32                   # responses are rounded to this, a fiftieth of the noise; so the file is small


def voxels_of_maps(maps, g, spread, read):
    """Each voxel: a Gaussian window at a random place, times random positive weights of some channels. Stimuli x voxels.

    spread: standard deviation of the window; the field is 2 wide. read: channels that a voxel reads.
    """
    n, channels, side, _ = maps.shape
    at = torch.linspace(-1, 1, side)
    place = 1.4 * torch.rand(VOXELS, 2, generator=g) - 0.7
    window = torch.exp(-((at[None, :, None] - place[:, 0, None, None]) ** 2
                         + (at[None, None, :] - place[:, 1, None, None]) ** 2) / (2 * spread ** 2))
    weights = torch.randn(VOXELS, channels, generator=g).abs()
    rank = torch.rand(VOXELS, channels, generator=g).argsort(1).argsort(1)
    weights = weights * (rank < read)
    scaled = maps / maps.std(dim=(0, 2, 3), keepdim=True).clamp(min=1e-6)
    return torch.einsum("nchw,vhw,vc->nv", scaled, window, weights)


def voxels_of_units(units, g):
    """Each voxel: random positive weights of a tenth of the units."""
    weights = torch.randn(VOXELS, units.shape[1], generator=g).abs()
    weights = weights * (torch.rand(weights.shape, generator=g) < 0.1)
    return units @ weights.T


def measured(voxels, g, noise):
    """Runs of noisy responses, stimuli x runs x voxels, float16."""
    signal = (voxels - voxels.mean(0)) / voxels.std(0).clamp(min=1e-6)
    n = len(signal)
    own = torch.randn(n, RUNS, VOXELS, generator=g)
    common = torch.randn(n, RUNS, SHARED, generator=g) @ torch.randn(SHARED, VOXELS, generator=g) / SHARED ** 0.5
    runs = signal[:, None] + noise * (0.8 * own + 0.6 * common)
    return (torch.round(runs / STEP) * STEP).numpy().astype(np.float16)


def region(features, subjects, seed, noise, window=None):
    """Subjects by name; each has weights, places and noise of its own. window: (spread, read) of maps."""
    found = {}
    for k in range(subjects):
        g = torch.Generator().manual_seed(1000 * seed + k)
        voxels = voxels_of_maps(features, g, *window) if window else voxels_of_units(features, g)
        found[f"subject-{k + 1}"] = measured(voxels, g, noise)
    return found
