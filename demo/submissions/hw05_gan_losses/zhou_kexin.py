# %%
# HW5, Kexin Zhou. Written in an editor, hence a plain .py file.
import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

# %%
def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    """Cross-entropy loss of a discriminator, with one-sided label smoothing."""
    if real_logits.numel() == 0 or fake_logits.numel() == 0:
        raise ValueError("no samples")
    if torch.isnan(real_logits).any() or torch.isnan(fake_logits).any():
        raise ValueError("NaN logits")
    if not 0 <= smooth < 1:
        raise ValueError("smooth must be in [0, 1)")
    label = 1 - smooth
    real = -(label * F.logsigmoid(real_logits) + smooth * F.logsigmoid(-real_logits))
    fake = -F.logsigmoid(-fake_logits)
    return (real.mean() + fake.mean()) / 2

# %%
def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    """Loss of a generator given the discriminator's logits of its samples."""
    if fake_logits.numel() == 0 or torch.isnan(fake_logits).any():
        raise ValueError("no samples or NaN")
    if kind == "nonsaturating":
        return F.softplus(-fake_logits).mean()
    elif kind == "saturating":
        return -F.softplus(fake_logits).mean()
    raise ValueError("unknown kind")

# %%
def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    """Losses of the least-squares GAN with targets 1 (real) and 0 (fake)."""
    for s in (real_scores, fake_scores):
        if s.numel() == 0 or torch.isnan(s).any():
            raise ValueError("no samples or NaN")
    d_loss = 0.5 * F.mse_loss(real_scores, torch.ones_like(real_scores))
    d_loss = d_loss + 0.5 * F.mse_loss(fake_scores, torch.zeros_like(fake_scores))
    return d_loss, 0.5 * F.mse_loss(fake_scores, torch.ones_like(fake_scores))

# %%
def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    """Losses of the hinge GAN."""
    for s in (real_scores, fake_scores):
        if s.numel() == 0 or torch.isnan(s).any():
            raise ValueError("no samples or NaN")
    d_loss = F.relu(1 - real_scores).mean() + F.relu(1 - fake_scores).mean()
    return d_loss, fake_scores.mean()

# %%
def wgan_gp_loss(
    critic: Callable[[Tensor], Tensor],
    real: Tensor,
    fake: Tensor,
    alpha: Tensor,
    lam: float = 10.0,
) -> tuple[Tensor, Tensor]:
    """Loss of a Wasserstein critic and its two-sided gradient penalty."""
    if real.shape != fake.shape or alpha.shape != (real.shape[0],):
        raise ValueError("shapes")
    if (alpha < 0).any() or (alpha > 1).any() or lam < 0:
        raise ValueError("alpha or lam")
    w = critic(fake).mean() - critic(real).mean()
    shape = [-1] + [1] * (real.ndim - 1)
    mixed = alpha.reshape(shape) * real + (1 - alpha.reshape(shape)) * fake
    mixed = mixed.detach().requires_grad_(True)
    grad = torch.autograd.grad(critic(mixed).sum(), mixed)[0]
    slope = grad.flatten(1).norm(dim=1)
    return w, lam * ((slope - 1) ** 2).mean()

# %%
def small_network() -> torch.nn.Sequential:
    """A network from one number to one score that starts out rising.

    In one dimension a slope of -1 has no penalty either, and a falling critic is stuck there.
    """
    network = torch.nn.Sequential(
        torch.nn.Linear(1, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1), torch.nn.Flatten(0)
    )
    with torch.no_grad():
        for layer in (network[0], network[2]):
            layer.weight.abs_()
    return network


def train(network: torch.nn.Module, loss: Callable[[], Tensor]) -> None:
    """Walk down the gradient of `loss()` in the network's parameters."""
    weights = list(network.parameters())
    for _ in range(250):
        slopes = torch.autograd.grad(loss(), weights)
        with torch.no_grad():
            for values, slope in zip(weights, slopes, strict=True):
                values.sub_(0.02 * slope)


source = torch.Generator().manual_seed(5)
real = 2 + 0.4 * torch.randn(64, 1, generator=source)
fake = -2 + 0.4 * torch.randn(64, 1, generator=source)
critic, classifier = small_network(), small_network()

try:
    train(critic, lambda: sum(wgan_gp_loss(critic, real, fake, torch.rand(64, generator=source))))
    train(classifier, lambda: discriminator_loss(classifier(real), classifier(fake)))
except NotImplementedError:
    print("Write discriminator_loss and wgan_gp_loss first: the picture needs them.")
else:
    line = torch.linspace(-4, 4, 161)[:, None]
    with torch.no_grad():
        score, probability = critic(line), torch.sigmoid(classifier(line))
    figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
    axes.plot(line[:, 0], score - score[80], label="critic (0 in the middle)")
    axes.plot(line[:, 0], probability, ":", label="D(x)")
    axes.plot(real[:, 0], torch.full((64,), -3.0), "|", label="real")
    axes.plot(fake[:, 0], torch.full((64,), -3.0), "|", label="fake")
    axes.set(xlabel="x", ylabel="score")
    axes.legend()
    plt.show()

# %%
def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The best discriminator between two distributions, its value, and their divergence."""
    raise NotImplementedError
