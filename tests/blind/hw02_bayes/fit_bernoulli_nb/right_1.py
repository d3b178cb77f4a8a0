"""Plain Python: a Counter for the classes and a dictionary of lists for the pixels."""

import math
from collections import Counter, defaultdict

import torch


def fit_bernoulli_nb(X, y, num_classes, alpha):
    if alpha <= 0:
        raise ValueError("alpha <= 0")
    if X.ndim != 2 or y.ndim != 1:
        raise ValueError("X is a matrix, y a vector")
    N, D = X.shape
    if N == 0 or len(y) != N:
        raise ValueError("N = 0, or lengths differ")
    members = Counter()
    ones = defaultdict(lambda: [0] * D)
    for pixels, label in zip(X.tolist(), y.tolist()):
        if label not in range(num_classes):
            raise ValueError(f"no class {label}")
        members[label] += 1
        for d, pixel in enumerate(pixels):
            if pixel not in (0, 1):
                raise ValueError(f"pixel {pixel}")
            ones[label][d] += int(pixel)
    log_prior, log_theta = [], []
    for k in range(num_classes):
        log_prior.append(math.log(members[k] / N) if members[k] else -math.inf)
        log_theta.append([math.log((c + alpha) / (members[k] + 2 * alpha)) for c in ones[k]])
    return (
        torch.tensor(log_prior, dtype=X.dtype),
        torch.tensor(log_theta, dtype=X.dtype).reshape(num_classes, D),
    )
