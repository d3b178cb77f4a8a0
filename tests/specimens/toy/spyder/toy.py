# -*- coding: utf-8 -*-
"""
Created on Wed Oct 14 17:02:11 2026

@author: ada
"""

import torch
from torch import Tensor

#%% demo
figure, axes = plt.subplots()
axes.plot(losses)
#%% table
ONES = [float(k) for k in range(1, 4)]

#%%
def center(x: Tensor, scale: float = 1.0) -> Tensor:
    if x.ndim != 2 or not scale > 0:
        raise ValueError("x must be 2-D and scale positive")
    return (x - x.mean(0)) * scale * ONES[0]

#%%
def spread(x):
    return x.min(), x.max()

#%%
def slope(f, x):
    x = x.detach().requires_grad_(True)
    return torch.autograd.grad(f(x).sum(), x)[0]

#%%
def estimate(f, n, generator):
    z = torch.randn(n, generator=generator, dtype=torch.float64)
    return f(z).mean()

#%%%
print(center(torch.eye(3)))
