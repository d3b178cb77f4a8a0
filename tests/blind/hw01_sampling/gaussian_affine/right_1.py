"""numpy in float64, cast back to the dtype of the arguments at the end."""

import numpy as np
import torch


def gaussian_affine(mu, sigma, eps):
    m, s, e = (t.detach().cpu().double().numpy() for t in (mu, sigma, eps))
    shape = np.broadcast_shapes(m.shape, s.shape, e.shape)  # raises ValueError by itself
    if np.isnan(s).any() or (s < 0).any():
        raise ValueError("bad standard deviation")
    z = np.broadcast_to(np.where(s == 0, m, m + s * e), shape)
    return torch.tensor(z.copy(), dtype=mu.dtype)
