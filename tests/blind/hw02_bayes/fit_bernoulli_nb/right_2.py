"""index_add_ in int64, then logarithms of counts in float64."""

import torch


def fit_bernoulli_nb(X, y, num_classes, alpha):
    if X.dim() != 2 or y.shape != X.shape[:1] or X.shape[0] < 1:
        raise ValueError("shapes")
    if not alpha > 0:
        raise ValueError("alpha")
    if not torch.isin(X, torch.tensor([0, 1], dtype=X.dtype)).all():
        raise ValueError("X is not binary")
    if int(y.min()) < 0 or int(y.max()) >= num_classes:
        raise ValueError("y")
    K, D = num_classes, X.shape[1]
    N_k = torch.zeros(K, dtype=torch.int64).index_add_(0, y, torch.ones_like(y))
    c_kd = torch.zeros(K, D, dtype=torch.int64).index_add_(0, y, X.to(torch.int64))
    log_prior = N_k.double().log() - torch.tensor(float(len(y)), dtype=torch.float64).log()
    log_theta = (c_kd.double() + alpha).log() - (N_k.double() + 2 * alpha).log()[:, None]
    return log_prior.to(X.dtype), log_theta.to(X.dtype)
