import torch

from autograder.assignment import Curve

from . import center


@center.plot(Curve([0, 1, 2, 3, 4], "row", "centred"))
def one_column(impl):
    """One column of five rows, centred."""
    return impl.center(torch.tensor([[0.0], [1.0], [4.0], [9.0], [16.0]]))[:, 0]
