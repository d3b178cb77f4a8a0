import torch
from torch.distributions import Normal, kl_divergence
from autograder.assignment import Assignment
assignment = Assignment("hw04_vae_loss", title="The VAE objective")
kl = assignment.question("kl_standard_normal", points=14, title="KL")
kl.example(mu=[[2.0, 0.0], [0.0, 0.0]], logvar=[[0.0, 1.38629], [0.0, 0.0]])

@kl.validate
def _(mu, logvar):
    if mu.ndim != 2 or mu.shape != logvar.shape:
        raise ValueError("shape")

@kl.reference
def _(mu, logvar):
    return kl_divergence(Normal(mu, (logvar / 2).exp()), Normal(0.0, 1.0)).sum(-1)
