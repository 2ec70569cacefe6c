"""Trains the 96 networks of the study, and writes their responses to data/.

    python3 examples/studies/shape-space/train.py FOLDER

`npm run example shape-space -- --train` does that. It needs PyTorch, NumPy and scikit-learn (Debian: python3-torch,
python3-sklearn). One thread, four minutes of processor time.
Same versions on the same processor give the same files; another processor may round differently.

The images are scikit-learn's digits (8 x 8, Alpaydin & Kaynak 1998), each put somewhere on a field of 12 x 12.
The networks differ in architecture (3), depth (4), width (2), regularisation (2) and seed (2).
"""

import argparse
import csv
import itertools
import pathlib
import time

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn

FIELD = 12  # side of the field, in pixels
POOL = 600  # images that networks may train on
TRAINING = 400  # of them each network sees
WRONG = 0.10  # share of wrong training labels
STIMULI_PER_DIGIT = 16
IMAGES_PER_DIGIT = 6  # stimuli for the image-shaped layers
SHIFT = 2  # pixels that the moved stimuli are moved, to the right and down
EPOCHS = 80
BATCH = 50

ARCHITECTURES = ["perceptron", "convolutional", "residual"]
DEPTHS = [2, 3, 4, 6]
WIDTHS = {"narrow": 8, "wide": 16}  # channels; a perceptron has 4 units for each
REGULARISATIONS = {"none": (0.0, 0.0), "strong": (0.3, 1e-2)}  # dropout, weight decay
SEEDS = [1, 2]


class Step(nn.Module):
    """A hidden layer of a convolutional network; with `skip` it adds its input."""

    def __init__(self, channels, skip):
        super().__init__()
        self.map = nn.Conv2d(channels, channels, 3, padding=1)
        self.skip = skip

    def forward(self, x):
        y = torch.relu(self.map(x))
        return x + y if self.skip else y


def hidden_layers(architecture, depth, channels):
    """The layers before the final hidden layer is made, and what makes it."""
    if architecture == "perceptron":
        units = 4 * channels
        sizes = [FIELD * FIELD] + [units] * depth
        layers = [nn.Flatten()]
        for a, b in zip(sizes, sizes[1:]):
            layers += [nn.Linear(a, b), nn.ReLU()]
        return nn.Sequential(*layers), nn.Identity()
    first = [nn.Conv2d(1, channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    steps = [Step(channels, architecture == "residual") for _ in range(depth - 1)]
    return nn.Sequential(*first, *steps), nn.Sequential(nn.AdaptiveAvgPool2d(2), nn.Flatten())


class Network(nn.Module):
    def __init__(self, architecture, depth, channels, dropout):
        super().__init__()
        self.layers, self.ending = hidden_layers(architecture, depth, channels)
        self.dropout = nn.Dropout(dropout)
        self.readout = nn.Linear(4 * channels, 10)

    def final(self, x):
        return self.ending(self.layers(x))

    def forward(self, x):
        return self.readout(self.dropout(self.final(x)))


def placed(images, offsets):
    """Each image on a field of zeros, its corner at its offset."""
    fields = np.zeros((len(images), 1, FIELD, FIELD), np.float32)
    for field, image, (y, x) in zip(fields, images, offsets):
        field[0, y : y + 8, x : x + 8] = image
    return torch.from_numpy(fields)


def make_images():
    """Training pool, test images and stimuli: no image is in two of them."""
    rng = np.random.default_rng(0)
    digits = load_digits()
    images, labels = digits.images / 16.0, digits.target
    order = rng.permutation(len(images))
    stimuli = np.concatenate([order[labels[order] == d][:STIMULI_PER_DIGIT] for d in range(10)])
    rest = order[~np.isin(order, stimuli)]
    near = rng.integers(0, 4 - SHIFT, (len(stimuli), 2))
    pool, test = rest[:POOL], rest[POOL:]
    anywhere = rng.integers(0, 4, (len(rest), 2))
    few = np.arange(len(stimuli)).reshape(10, -1)[:, :IMAGES_PER_DIGIT].ravel()
    return {
        "pool": (placed(images[pool], anywhere[:POOL]), labels[pool]),
        "test": (placed(images[test], anywhere[POOL:]), torch.from_numpy(labels[test])),
        "stimuli": (placed(images[stimuli], near), labels[stimuli]),
        "few": placed(images[stimuli[few]], near[few]),
        "moved": placed(images[stimuli[few]], near[few] + SHIFT),
        "few_labels": labels[stimuli[few]],
    }


def training_set(data, seed):
    """The images of one seed, some with a wrong label."""
    rng = np.random.default_rng(1000 + seed)
    images, labels = data["pool"]
    chosen = rng.permutation(len(labels))[:TRAINING]
    given = labels[chosen].copy()
    wrong = rng.random(TRAINING) < WRONG
    given[wrong] = (given[wrong] + rng.integers(1, 10, wrong.sum())) % 10
    return images[chosen], torch.from_numpy(given)


def train(network, images, labels, decay):
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=decay * 10)
    network.train()
    for _ in range(EPOCHS):
        for part in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            nn.functional.cross_entropy(network(images[part]), labels[part]).backward()
            optimizer.step()
    network.eval()


@torch.no_grad()
def accuracy(network, images, labels):
    return (network(images).argmax(1) == labels).float().mean().item()


@torch.no_grad()
def responses(network, data, with_images, with_moved):
    """Responses as float16: the final hidden layer, and for some the last layer with positions."""
    half = lambda x: x.numpy().astype(np.float16)
    final = half(network.final(data["stimuli"][0]))
    images = half(network.layers(data["few"])) if with_images else None
    moved = half(network.layers(data["moved"])) if with_moved else None
    return final, images, moved


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    data = make_images()
    final, layers, moved, rows = {}, {}, {}, []
    design = itertools.product(ARCHITECTURES, DEPTHS, WIDTHS, REGULARISATIONS, SEEDS)
    for architecture, depth, width, regularisation, seed in design:
        started = time.process_time()
        name = f"{architecture}-{depth}-{width}-{regularisation}-{seed}"
        channels = WIDTHS[width]
        dropout, decay = REGULARISATIONS[regularisation]
        torch.manual_seed(len(rows) * 100 + seed)
        images, labels = training_set(data, seed)
        network = Network(architecture, depth, channels, dropout)
        train(network, images, labels, decay)
        with_images = architecture != "perceptron" and regularisation == "none"
        final[name], of_images, of_moved = responses(network, data, with_images, with_images and seed == 1)
        if of_images is not None:
            layers[name] = of_images
        if of_moved is not None:
            moved[name] = of_moved
        row = {
            "network": name,
            "architecture": architecture,
            "depth": depth,
            "width": 4 * channels,
            "regularisation": regularisation,
            "seed": seed,
            "parameters": sum(p.numel() for p in network.parameters()),
            "training_accuracy": round(accuracy(network, images, labels), 4),
            "accuracy": round(accuracy(network, *data["test"]), 4),
        }
        rows.append(row)
        print(
            f"{len(rows):2d} {name:38s} training {row['training_accuracy']:.3f} "
            f"held out {row['accuracy']:.3f}  {time.process_time() - started:.1f} s",
            flush=True,
        )
    np.savez_compressed(folder / "final.npz", **final)
    np.savez_compressed(folder / "layers.npz", **layers)
    np.savez_compressed(folder / "moved.npz", **moved)
    with open(folder / "networks.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with open(folder / "stimuli.csv", "w", newline="") as file:
        file.write("stimulus,digit\n")
        for k, digit in enumerate(data["stimuli"][1]):
            file.write(f"{k + 1},{digit}\n")


main()
