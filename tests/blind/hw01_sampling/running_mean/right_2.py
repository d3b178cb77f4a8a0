"""A callable class that works in numpy's long double."""

import numpy as np
import torch


class Averager:
    def __init__(self, precision=np.longdouble):
        self.precision = precision

    def validate(self, x):
        if not x.shape:
            raise ValueError("x needs a dimension to average over")
        if x.shape[0] < 1:
            raise ValueError("x is empty")

    def __call__(self, x):
        self.validate(x)
        kind = x.dtype if torch.is_floating_point(x) else torch.float32
        data = x.detach().to(torch.float64).numpy().astype(self.precision)
        first = data[:1].copy()
        steps = np.arange(1, data.shape[0] + 1).reshape((-1,) + (1,) * (data.ndim - 1))
        averages = first + np.add.accumulate(data - first, axis=0) / steps
        return torch.from_numpy(averages.astype(np.float64)).to(kind)


running_mean = Averager()
