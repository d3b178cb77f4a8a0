"""Critics handed to the student: each maps a batch (B, ...) to one score a sample, (B,)."""

import torch


def scaled_sum(scale):
    """A linear critic: `scale` times the sum of a sample's entries."""

    def critic(x):
        return scale * x.flatten(1).sum(1)

    return critic


def smooth_critic(w, v, q):
    """A curved critic on the D entries of a sample: H tanh units plus a quadratic.

    Args:
        w: (H, D) weights into the units.
        v: (H,) weights out of the units.
        q: (D,) curvatures of the quadratic.
    """

    def critic(x):
        flat = x.flatten(1)
        return torch.tanh(flat @ w.T) @ v + 0.5 * flat**2 @ q

    critic.w, critic.v, critic.q = w, v, q
    return critic
