"""numpy with masks and errstate (no gradients are promised)"""
import numpy as np
import torch


def optimal_discriminator(p, q):
    if p.ndim != 1 or q.ndim != 1 or p.shape != q.shape:
        raise ValueError("want two vectors of one length")
    a = p.detach().cpu().numpy().astype(np.float64)
    b = q.detach().cpu().numpy().astype(np.float64)
    if (a < 0).any() or (b < 0).any():
        raise ValueError("negative")
    if not (abs(a.sum() - 1) <= 1e-4 and abs(b.sum() - 1) <= 1e-4):
        raise ValueError("not normalised")
    with np.errstate(divide="ignore", invalid="ignore"):
        d = np.where(a + b > 0, a / (a + b), 0.5)
        no = np.where(a + b > 0, b / (a + b), 0.5)
        v = np.sum(np.where(a > 0, a * np.log(d), 0)) + np.sum(np.where(b > 0, b * np.log(no), 0))
    js = 0.5 * np.sum(a[a > 0] * np.log(2 * d[a > 0])) + 0.5 * np.sum(b[b > 0] * np.log(2 * no[b > 0]))
    js = min(max(js, 0.0), np.log(2))
    return tuple(torch.tensor(r, dtype=p.dtype) for r in (d, v, js))
