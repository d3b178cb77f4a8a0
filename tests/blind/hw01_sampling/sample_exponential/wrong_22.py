"""It multiplies by the rate instead of dividing by it, as if the rate were the mean."""

import numpy as np
import torch
from torch import Tensor


def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    un = u.detach().numpy()
    rn = rate.detach().numpy()
    if np.isnan(un).any() or (un < 0).any() or (un >= 1).any():
        raise ValueError("u outside [0, 1)")
    if not np.isfinite(rn).all() or (rn <= 0).any():
        raise ValueError("rate must be > 0 and finite")
    x = -np.log1p(-un) * rn
    return torch.as_tensor(x, dtype=u.dtype)
