"""What feedback pages draw: a schedule over its steps, and a digit that drowns in noise and is
brought back.

The digit is number 3 of scikit-learn's `load_digits` (a part of the UCI set "Optical Recognition
of Handwritten Digits"), its noise a generator's with a fixed seed.
"""

import torch

from autograder.assignment import Curve, Pictures

from . import ddim, noising, schedule

_STEPS = 50
_INK = """
007FD100
08D6F400
021DD000
002FB100
0001CC10
00001A80
00845E90
007DD900
"""
_DIGIT = torch.tensor([[int(c, 17) for c in row] for row in _INK.split()]).to(torch.float64) / 8 - 1
_SIGNAL = torch.cos(torch.linspace(0.05, 1.5, _STEPS, dtype=torch.float64)) ** 2
_NOISE = torch.randn(8, 8, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


@schedule.plot(Curve(range(_STEPS), "step t", "alpha_bar"))
def signal_that_is_left(impl):
    """The share of the image's variance that is left after each step of a cosine schedule."""
    return impl.make_schedule(_STEPS, "cosine")[1]


@noising.plot(Pictures(["t = 0", "t = 12", "t = 24", "t = 36", "t = 49"], -1, 1))
def a_digit_that_drowns(impl):
    """One digit at five steps of the forward process, the same noise in each: signal fades as
    noise grows, and neither washes the picture out.
    """
    t = torch.tensor([0, 12, 24, 36, 49])
    x0, eps = _DIGIT.expand(5, 8, 8).clone(), _NOISE.expand(5, 8, 8).clone()
    return impl.q_sample(x0, t, eps, _SIGNAL)


@ddim.plot(Pictures(["t = 49", "t = 36", "t = 24", "t = 12", "clean"], -1, 1), always=True)
def a_digit_comes_back(impl):
    """Four jumps of DDIM with a model that knows the digit: from noise to a clean picture."""
    x = _NOISE
    seen = [x]
    for t, t_prev in ((49, 36), (36, 24), (24, 12), (12, -1)):
        signal = _SIGNAL[t]
        eps = (x - signal.sqrt() * _DIGIT) / (1 - signal).sqrt()
        x = impl.ddim_step(x, t, t_prev, eps, _SIGNAL)
        seen.append(x)
    return torch.stack(seen)
