from . import center


@center.alternate
def by_matrix(x, scale=1.0):
    import torch

    n = x.shape[0]
    return scale * (torch.eye(n, dtype=x.dtype) - torch.ones(n, n, dtype=x.dtype) / n) @ x
