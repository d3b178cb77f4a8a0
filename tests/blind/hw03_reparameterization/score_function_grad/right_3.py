"""A matrix product of the row of advantages with the scores, in numpy."""

import numpy as np
import torch


def score_function_grad(fz, z, mu, logvar, baseline: float = 0.0, *, verbose: bool = False):
    F, Z, M, LV = (t.detach().to(torch.float64).numpy() for t in (fz, z, mu, logvar))
    if F.ndim != 1 or Z.ndim != 2 or M.ndim != 1 or LV.shape != M.shape:
        raise ValueError("bad number of dimensions")
    if F.size == 0 or Z.shape != F.shape + M.shape:
        raise ValueError("bad sizes")
    if not np.isfinite(LV).all():
        raise ValueError("bad logvar")
    advantage = (F - baseline) / F.size
    t = (Z - M) * np.exp(-LV / 2)
    scores = np.hstack([t * np.exp(-LV / 2), (t**2 - 1) / 2])
    both = advantage @ scores
    if verbose:
        print("score-function gradient:", both)
    g_mu, g_logvar = np.split(both, 2)
    return torch.from_numpy(g_mu.copy()).to(fz.dtype), torch.from_numpy(g_logvar.copy()).to(fz.dtype)
