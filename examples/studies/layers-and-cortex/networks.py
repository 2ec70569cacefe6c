"""The networks, and how each is trained: classifiers of two depths, a variational autoencoder, a contrastive network."""
import torch
import torch.nn.functional as F
from torch import nn

from images import place


class Stack(nn.Module):
    """Convolutions (channels, stride), then full layers, then a last linear one. Every layer can be recorded."""

    def __init__(self, convolutions, full, out, kernel=3):
        super().__init__()
        self.names, self.layers = [], nn.ModuleList()
        channels, side = 1, 16
        for k, (wide, stride) in enumerate(convolutions):
            self.names.append(f"conv{k + 1}")
            self.layers.append(nn.Sequential(
                nn.Conv2d(channels, wide, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(wide), nn.ReLU()))
            channels, side = wide, -(-side // stride)
        width = channels * side * side
        for k, wide in enumerate(full):
            self.names.append(f"full{k + 1}" if len(full) > 1 else "full")
            self.layers.append(nn.Sequential(nn.Flatten(1), nn.Linear(width, wide), nn.BatchNorm1d(wide), nn.ReLU()))
            width = wide
        self.names.append("out")
        self.layers.append(nn.Linear(width, out))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def record(self, x):
        """Responses of each layer, stimuli x units."""
        self.eval()
        found = {}
        with torch.no_grad():
            for name, layer in zip(self.names, self.layers):
                x = layer(x)
                found[name] = x.flatten(1)
        return found


SHALLOW = [(16, 1), (32, 2), (64, 2)]
DEEP = [(16, 1), (16, 1), (32, 2), (32, 1), (64, 2), (64, 1)]


def batches(count, size, g):
    order = torch.randperm(count, generator=g)
    return [order[k:k + size] for k in range(0, count - size + 1, size)]


def fit(modules, data, loss_of, g, epochs, size=64, rate=2e-3):
    """Adam, with a rate that falls to 0 along half a cosine. Prints the loss a few times."""
    parameters = [p for module in modules for p in module.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=rate, weight_decay=1e-5)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    for module in modules:
        module.train()
    for epoch in range(epochs):
        total = 0.0
        for rows in batches(len(data[0]), size, g):
            loss = loss_of(data[0][rows], data[1][rows], g)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += float(loss)
        schedule.step()
        if epoch % max(1, epochs // 4) == 0 or epoch == epochs - 1:
            print(f"    epoch {epoch + 1} of {epochs}: loss {total * size / len(data[0]):.3f}", flush=True)


def classifier(data, seed, convolutions, full, epochs, kernel=3):
    torch.manual_seed(seed)
    g = torch.Generator().manual_seed(1000 + seed)
    net = Stack(convolutions, full, 10, kernel)
    fit([net], data, lambda x, y, g: F.cross_entropy(net(place(x, g)), y), g, epochs)
    return net


def contrastive(data, seed, epochs, temperature=0.2):
    """SimCLR: two views of a digit are to be near each other, and far from those of the other digits of the batch."""
    torch.manual_seed(seed)
    g = torch.Generator().manual_seed(1000 + seed)
    net = Stack(SHALLOW, [64], 32)

    def loss_of(x, _, g):
        z = F.normalize(net(torch.cat([place(x, g), place(x, g)])), dim=1)
        n = len(x)
        near = (z @ z.T / temperature).masked_fill(torch.eye(2 * n, dtype=torch.bool), -1e9)
        return F.cross_entropy(near, torch.arange(2 * n).roll(n))

    fit([net], data, loss_of, g, epochs, size=128)
    return net


def autoencoder(data, seed, epochs, latent=16, beta=1.0):
    """Variational: the last layer of the encoder is the mean of the latent variables."""
    torch.manual_seed(seed)
    g = torch.Generator().manual_seed(1000 + seed)
    net = Stack(SHALLOW, [64], latent)
    spread = nn.Linear(64, latent)
    decoder = nn.Sequential(
        nn.Linear(latent, 128), nn.ReLU(), nn.Linear(128, 32 * 16), nn.ReLU(), nn.Unflatten(1, (32, 4, 4)),
        nn.ConvTranspose2d(32, 16, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(16, 1, 4, 2, 1))

    def loss_of(x, _, g):
        images = place(x, g)
        hidden = images
        for layer in net.layers[:-1]:
            hidden = layer(hidden)
        mean, log_variance = net.layers[-1](hidden), spread(hidden)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn(mean.shape, generator=g)
        error = F.binary_cross_entropy_with_logits(decoder(z), images, reduction="sum")
        divergence = -0.5 * (1 + log_variance - mean ** 2 - log_variance.exp()).sum()
        return (error + beta * divergence) / len(x)

    fit([net, spread, decoder], data, loss_of, g, epochs)
    return net


def untrained(data, seed, passes=20):
    """A network as it is made; only the means and variances of its normalisations are those of its responses."""
    torch.manual_seed(seed)
    g = torch.Generator().manual_seed(1000 + seed)
    net = Stack(SHALLOW, [64], 10)
    net.train()
    with torch.no_grad():
        for _ in range(passes):
            net(place(data[0], g))
    return net
