#!/usr/bin/env python
# coding: utf-8

# # Toy

# In[1]:


get_ipython().run_line_magic('matplotlib', 'inline')
import torch
from torch import Tensor


# In[2]:


figure, axes = plt.subplots()
axes.plot(losses)


# In[3]:


get_ipython().run_cell_magic('time', '', '!nvidia-smi\nONES = [float(k) for k in range(1, 4)]\n')


# In[4]:


def center(x: Tensor, scale: float = 1.0) -> Tensor:
    if x.ndim != 2 or not scale > 0:
        raise ValueError("x must be 2-D and scale positive")
    return (x - x.mean(0)) * scale * ONES[0]


# In[5]:


def spread(x):
    return x.min(), x.max()


# In[6]:


def slope(f, x):
    x = x.detach().requires_grad_(True)
    return torch.autograd.grad(f(x).sum(), x)[0]


# In[7]:


def estimate(f, n, generator):
    z = torch.randn(n, generator=generator, dtype=torch.float64)
    return f(z).mean()

