"""Trains the networks of this study, records their layers, and simulates two brain regions. Writes data/.

Usage: python3 train.py [OUT_DIR]        (PyTorch 1.13, one thread, seeded; about five minutes of processor time)
"""
import json
import os
import sys
import time

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from images import gabor_features, load, place
from networks import DEEP, SHALLOW, autoencoder, classifier, contrastive, untrained
from regions import RUNS, VOXELS, region

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
UNITS = 96                      # of each layer at most so many are kept, drawn at random
SUBJECTS, NOISE = 8, 1.5        # noise of one run over the signal, standard deviations
CONTROL_SUBJECTS = 4
KINDS = {
    "shallow": ("classifier", lambda data, seed: classifier(data, seed, SHALLOW, [64], 60)),
    "deep": ("classifier", lambda data, seed: classifier(data, seed, DEEP, [64, 64], 45)),
    "autoencoder": ("variational autoencoder", lambda data, seed: autoencoder(data, seed, 60)),
    "contrastive": ("contrastive", lambda data, seed: contrastive(data, seed, 80)),
}


def sampled(layers, seed):
    """At most UNITS units of each layer that are not constant, in their order."""
    rng = np.random.default_rng(seed)
    found = {}
    for name, responses in layers.items():
        x = responses.numpy()
        alive = np.flatnonzero(x.std(0) > 1e-4)
        kept = np.sort(rng.choice(alive, min(UNITS, len(alive)), replace=False))
        found[name] = x[:, kept].astype(np.float16)
    return found


def probe(net, data, stimuli, seed):
    """Accuracy of a logistic regression on the last hidden layer: what the network has of the digit's class."""
    g = torch.Generator().manual_seed(seed)
    hidden = lambda images: net.record(images)[net.names[-2]].numpy()
    x = np.concatenate([hidden(place(data[0], g)) for _ in range(3)])
    fitted = LogisticRegression(max_iter=1000).fit(x, np.tile(data[1].numpy(), 3))
    return float((fitted.predict(hidden(stimuli[0])) == stimuli[1].numpy()).mean())


def accuracy(net, stimuli):
    net.eval()
    with torch.no_grad():
        return float((net(stimuli[0]).argmax(1) == stimuli[1]).float().mean())


def main(out):
    os.makedirs(out, exist_ok=True)
    start = time.process_time()
    digits, training, reference_digits = load()
    images = place(digits[0], torch.Generator().manual_seed(7))
    images = torch.round(images * 255) / 255     # the stimuli are stored as bytes, and shown as they are stored
    stimuli = (images, digits[1])
    facts = []

    def keep(name, kind, seed, net, **more):
        layers = sampled(net.record(images), seed)
        np.savez_compressed(os.path.join(out, f"{name}.npz"), **layers)
        facts.append({"name": name, "kind": kind, "seed": seed, "layers": list(layers),
                      "units": [layer.shape[1] for layer in layers.values()],
                      "probe": round(probe(net, training, stimuli, seed), 4), **more})
        print(f"  {name}: {facts[-1]}, {time.process_time() - start:.0f} s", flush=True)

    for seed in (1, 2):
        for name, (kind, make) in KINDS.items():
            print(f"  training {name}, seed {seed}", flush=True)
            net = make(training, seed)
            more = {"accuracy": round(accuracy(net, stimuli), 4)} if kind == "classifier" else {}
            keep(f"{name}-{seed}", kind, seed, net, **more)
    keep("untrained", "untrained", 3, untrained(training, 3))

    print("  training the reference network of the simulated regions", flush=True)
    reference = classifier(reference_digits, 11, [(12, 1), (24, 2), (48, 1), (48, 2)], [80], 90, kernel=5)
    layers = reference.record(images)
    maps = layers["conv3"].reshape(len(images), 48, 8, 8)
    regions = {
        "v1": region(gabor_features(images), SUBJECTS, 21, NOISE, window=(0.1, 5)),
        "lo": region(maps, SUBJECTS, 22, NOISE, window=(0.3, 3)),
        "narrow": region(maps, CONTROL_SUBJECTS, 24, NOISE, window=(0.15, 3)),
        "late": region(layers["full"], CONTROL_SUBJECTS, 23, NOISE),
    }
    for name, subjects in regions.items():
        np.savez_compressed(os.path.join(out, f"{name}.npz"), **subjects)
    np.savez_compressed(os.path.join(out, "stimuli.npz"),
                        images=(images[:, 0] * 255).round().numpy().astype(np.uint8).reshape(len(images), -1),
                        digits=digits[1].numpy().astype(np.uint8))
    with open(os.path.join(out, "networks.json"), "w") as file:
        json.dump({"networks": facts,
                   "reference": {"accuracy": round(accuracy(reference, stimuli), 4), "layers": reference.names},
                   "regions": {"voxels": VOXELS, "runs": RUNS, "subjects": SUBJECTS, "noise": NOISE}}, file, indent=2)
        file.write("\n")
    print(f"  done after {time.process_time() - start:.0f} s of processor time", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "data"))
