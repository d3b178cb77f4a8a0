"""An nn.Module that works in float64, with the Gumbel noise from log1p-free expressions and a hand-written softmax."""

import torch
from torch import nn


class Concrete(nn.Module):
    def __init__(self, tau: float):
        super().__init__()
        if tau <= 0:
            raise ValueError(f"tau = {tau}")
        self.tau = tau

    def relax(self, scores):
        shifted = (scores - scores.detach().amax(-1, keepdim=True)) / self.tau
        powers = shifted.exp()
        return powers / powers.sum(-1, keepdim=True)

    def forward(self, logits, u, hard):
        if logits.size() != u.size():
            raise ValueError("one uniform for each logit")
        if not (0 < u).logical_and(u < 1).all():
            raise ValueError("uniforms strictly between 0 and 1")
        scores = logits.double() - u.double().log().neg().log()
        y = self.relax(scores)
        if hard:
            winner = torch.zeros_like(y)
            winner.scatter_(-1, scores.argmax(-1, keepdim=True), 1.0)
            y = winner.sub(y.detach()).add(y)
        return y.to(logits.dtype)


def gumbel_softmax(logits, u, tau, hard=False):
    return Concrete(tau)(logits, u, hard)
