"""Trains convolutional and residual networks on scikit-learn's handwritten digits and records what they represent.

Four architectures, eight seeds each. A seed decides the first weights and the order of the images; the images that are
trained on, and the 200 that are recorded, are the same for all networks. Every layer has one width in both kinds:

    small   8,  8, 16, 16      large   32, 32, 64, 64

    conv       three convolutions (pooling after the first and the second), a hidden layer, ten outputs
    residual   a stem and three stages of two residual blocks with batch normalisation, the mean over positions, ten outputs

Recorded after ReLU for 20 images of each digit that no network was trained on: of each of four layers at the end of
training, and of the last layer (what the ten outputs read) at checkpoints. Units of a layer of images are its channels,
each averaged over positions; a layer that is small enough is recorded without the average, too ("-positions").

Usage: python3 train.py OUT_DIR          (PyTorch on one thread, about 4 minutes)
"""
import json, sys, time
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
WIDTHS = {"small": (8, 8, 16, 16), "large": (32, 32, 64, 64)}
NETWORKS = 8
PER_CLASS = 20                              # recorded images of each digit
TRAINED = 1300                              # images to train on; the rest measures accuracy
BATCH, STEPS, RATE = 50, 390, 0.05          # 26 steps are one pass through the images: 15 passes
CHECKPOINTS = (0, 5, 15, 50, 150, STEPS)
WHOLE = 64                                  # most units of a layer of images that is recorded position by position


class Conv(torch.nn.Module):
    layers = ("conv1", "conv2", "conv3", "hidden")

    def __init__(self, widths):
        super().__init__()
        a, b, c, d = widths
        self.conv = torch.nn.ModuleList(
            [torch.nn.Conv2d(1, a, 3, padding=1), torch.nn.Conv2d(a, b, 3, padding=1), torch.nn.Conv2d(b, c, 3, padding=1)])
        self.hidden = torch.nn.Linear(4 * c, d)
        self.out = torch.nn.Linear(d, 10)

    def forward(self, x):
        """x: images x 1 x 8 x 8 -> outputs, and the layers after ReLU."""
        one = F.relu(self.conv[0](x))
        two = F.relu(self.conv[1](F.max_pool2d(one, 2)))
        three = F.relu(self.conv[2](F.max_pool2d(two, 2)))
        hidden = F.relu(self.hidden(three.flatten(1)))
        return self.out(hidden), (one, two, three, hidden)


class Block(torch.nn.Module):
    def __init__(self, before, width, stride):
        super().__init__()
        self.first = torch.nn.Conv2d(before, width, 3, stride, 1, bias=False)
        self.second = torch.nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.norms = torch.nn.ModuleList([torch.nn.BatchNorm2d(width) for _ in range(2)])
        same = before == width and stride == 1
        self.past = torch.nn.Identity() if same else torch.nn.Conv2d(before, width, 1, stride, bias=False)

    def forward(self, x):
        y = F.relu(self.norms[0](self.first(x)))
        return F.relu(self.norms[1](self.second(y)) + self.past(x))


class Residual(torch.nn.Module):
    layers = ("stem", "stage1", "stage2", "stage3")

    def __init__(self, widths):
        super().__init__()
        stem, *stages = widths
        self.stem = torch.nn.Conv2d(1, stem, 3, padding=1, bias=False)
        self.norm = torch.nn.BatchNorm2d(stem)
        self.stages = torch.nn.ModuleList()
        for before, width, stride in zip(widths, stages, (1, 2, 2)):
            self.stages.append(torch.nn.Sequential(Block(before, width, stride), Block(width, width, 1)))
        self.out = torch.nn.Linear(stages[-1], 10)

    def forward(self, x):
        found = [F.relu(self.norm(self.stem(x)))]
        for stage in self.stages:
            found.append(stage(found[-1]))
        return self.out(found[-1].mean((2, 3))), tuple(found)


def images():
    """Images to train on, to record and to measure accuracy on: the same for all networks."""
    digits = load_digits()
    order = np.random.RandomState(0).permutation(len(digits.target))
    labels = digits.target[order]
    recorded = np.concatenate([np.flatnonzero(labels == digit)[:PER_CLASS] for digit in range(10)])
    others = np.setdiff1d(np.arange(len(order)), recorded)
    pixels = torch.tensor(digits.images[order] / 16.0, dtype=torch.float32).unsqueeze(1)
    x = (pixels - pixels[others[:TRAINED]].mean()) / pixels[others[:TRAINED]].std()
    y = torch.tensor(labels)
    part = lambda rows: (x[rows], y[rows])
    return part(others[:TRAINED]), part(recorded), part(others[TRAINED:]), digits.images[order][recorded]


@torch.no_grad()
def responses(net, x, train):
    """Layers to these images, images x units. Normalisation takes its statistics from all training images anew."""
    norms = [part for part in net.modules() if isinstance(part, torch.nn.BatchNorm2d)]
    kept = [(part.momentum, {name: value.clone() for name, value in part.state_dict().items()}) for part in norms]
    if norms:
        net.train()
        for part in norms:
            part.reset_running_stats()
            part.momentum = None            # a plain mean over the batches
        for k in range(0, len(train[0]), 325):
            net(train[0][k:k + 325])
    net.eval()
    outputs, layers = net(x)
    for part, (momentum, state) in zip(norms, kept):
        part.momentum = momentum
        part.load_state_dict(state)
    net.train()
    return outputs, layers


def recorded_as(names, layers):
    """What is kept of layers, by name: images x units."""
    kept = {}
    for name, one in zip(names, layers):
        kept[name] = one.mean((2, 3)) if one.dim() == 4 else one
        if one.dim() == 4 and one[0].numel() <= WHOLE:
            kept[f"{name}-positions"] = one.flatten(1)
    return {name: values.numpy().astype(np.float16) for name, values in kept.items()}


def trained(kind, widths, seed, train, stimuli, test):
    """Trains one network. Returns what was recorded, by name, and its accuracies."""
    torch.manual_seed(seed)
    net = kind(widths)
    g = torch.Generator().manual_seed(10_000 + seed)
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE, momentum=0.9, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    recorded, course = {}, []
    order = torch.empty(0, dtype=torch.long)
    for step in range(STEPS + 1):
        if step in CHECKPOINTS:
            _, layers = responses(net, stimuli[0], train)
            found = recorded_as(net.layers, layers)
            wanted = found if step == STEPS else {net.layers[-1]: found[net.layers[-1]]}
            recorded.update({f"{layer}.step-{step:03d}": values for layer, values in wanted.items()})
            course.append(accuracy(net, test, train))
        if step == STEPS:
            break
        if len(order) < BATCH:
            order = torch.randperm(TRAINED, generator=g)
        rows, order = order[:BATCH], order[BATCH:]
        loss = F.cross_entropy(net(train[0][rows])[0], train[1][rows])
        optimizer.zero_grad(); loss.backward(); optimizer.step()
        schedule.step()
    parameters = sum(one.numel() for one in net.parameters())
    return recorded, dict(parameters=parameters, trained=accuracy(net, train, train), test=course)


def accuracy(net, part, train):
    outputs, _ = responses(net, part[0], train)
    return round(float((outputs.argmax(1) == part[1]).float().mean()), 4)


if __name__ == "__main__":
    out = sys.argv[1]
    train, stimuli, test, pixels = images()
    facts = dict(torch=torch.__version__, images=dict(trained=len(train[0]), recorded=len(stimuli[0]), test=len(test[0])),
                 batch=BATCH, steps=STEPS, rate=RATE, checkpoints=CHECKPOINTS, architectures={})
    np.savez_compressed(f"{out}/stimuli.npz", pixels=pixels.reshape(len(pixels), -1).astype(np.uint8))  # 20 of each digit
    for name, kind in (("conv", Conv), ("residual", Residual)):
        for size, widths in WIDTHS.items():
            arrays, networks = {}, []
            for seed in range(1, NETWORKS + 1):
                start = time.time()
                recorded, log = trained(kind, widths, seed, train, stimuli, test)
                arrays.update({f"net-{seed}.{key}": values for key, values in recorded.items()})
                networks.append(dict(seed=seed, **log))
                print(f"{name}-{size}", networks[-1], f"{time.time() - start:.0f} s", flush=True)
            np.savez_compressed(f"{out}/{name}-{size}.npz", **arrays)
            facts["architectures"][f"{name}-{size}"] = dict(layers=kind.layers, widths=widths, networks=networks)
    json.dump(facts, open(f"{out}/training.json", "w"), indent=1)
