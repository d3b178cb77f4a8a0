"""Other right answers: the VAE loss."""

import torch
import torch.nn.functional as F
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from . import elbo

# --- 5. The VAE loss ------------------------------------------------------------------------


@elbo.alternate
def library_reconstruction(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)
    loss = nll - 0.5 * beta * (1 + logvar - mu.square() - logvar.exp()).sum(1)
    return {"mean": torch.mean, "sum": torch.sum, "none": lambda each: each}[reduction](loss)


@elbo.alternate
def library_distributions(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    q = Independent(Normal(mu, torch.exp(logvar / 2)), 1)
    p = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    decoder = Bernoulli(logits=logits, validate_args=False)
    loss = beta * kl_divergence(q, p) - decoder.log_prob(x).flatten(1).sum(1)
    if reduction == "none":
        return loss
    return loss.sum() / (len(loss) if reduction == "mean" else 1)


@elbo.alternate
def example_loop(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    losses = []
    for b in range(len(x)):
        nll = (F.softplus(logits[b]) - x[b] * logits[b]).sum()
        kl = 0.5 * (mu[b] ** 2 + torch.exp(logvar[b]) - logvar[b] - 1).sum()
        losses.append(nll + beta * kl)
    loss = torch.stack(losses)
    return loss if reduction == "none" else getattr(loss, reduction)()


@elbo.alternate
def one_table_of_costs(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """A row for each example: the cost of every pixel, then that of every latent dimension."""
    pixels = torch.relu(logits) - x * logits + torch.log1p(torch.exp(-logits.abs()))
    latents = beta / 2 * (mu**2 + torch.expm1(logvar) - logvar)
    table = torch.cat([pixels.flatten(1), latents], dim=1)
    if reduction == "none":
        return table.sum(dim=1)
    return table.sum() if reduction == "sum" else table.sum(dim=1).mean(dim=0)


@elbo.alternate
def mapped_over_the_batch(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    def cost(target, logit, mean, spread):
        nll = torch.logaddexp(torch.zeros_like(logit), logit) - target * logit
        kl = torch.dot(mean, mean) + (spread.exp() - 1 - spread).sum()
        return nll.sum() + beta * kl / 2

    loss = torch.vmap(cost)(x, logits, mu, logvar)
    match reduction:
        case "mean":
            return loss.mean()
        case "sum":
            return loss.sum()
    return loss


class _NegativeElbo:
    """The two terms as methods, with log-probabilities of both outcomes and KL by sigma points."""

    def reconstruction(self, x, logits):
        right = torch.stack([F.logsigmoid(logits), F.logsigmoid(-logits)])
        return torch.einsum("kbi,kbi->b", torch.stack([x, 1 - x]).flatten(2), right.flatten(2))

    def divergence(self, mu, logvar):
        sigma = torch.exp(0.5 * logvar)
        second_moment = ((mu + sigma) ** 2 + (mu - sigma) ** 2) / 2
        return 0.5 * (second_moment - logvar - 1).sum(dim=1)

    def __call__(self, x, logits, mu, logvar, beta):
        return torch.add(-self.reconstruction(x, logits), self.divergence(mu, logvar), alpha=beta)


_negative_elbo = _NegativeElbo()


@elbo.alternate
def object_of_two_terms(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    loss = _negative_elbo(x, logits, mu, logvar, beta)
    if reduction == "none":
        return loss
    share = 1 if reduction == "sum" else 1 / len(x)
    return torch.dot(loss, torch.full_like(loss, share))
