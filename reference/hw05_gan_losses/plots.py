"""What feedback pages draw: losses and slopes over what the networks put out."""

import torch

from autograder.assignment import Curve

from . import discriminator, generator, hinge, optimal

_LOGITS = torch.linspace(-6, 6, 41, dtype=torch.float64)
_SCORES = torch.linspace(-3, 3, 25, dtype=torch.float64).tolist()
_GRID = torch.linspace(-10, 20, 121, dtype=torch.float64)
_APART = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]


@discriminator.plot(Curve(_SCORES, "logit of a real picture", "loss"))
def valley_of_smoothed_labels(impl):
    """The loss with smooth = 0.2 while the logit of one real picture moves: being too sure costs
    again, so there is a valley at log 4, about 1.4.
    """
    fake = torch.tensor([-2.0])
    return torch.stack([impl.discriminator_loss(torch.tensor([x]), fake, 0.2) for x in _SCORES])


@generator.plot(Curve(_LOGITS.tolist(), "logit of a fake picture", "slope of the loss"))
def where_the_generator_learns(impl):
    """The slope of the non-saturating loss: steepest on fakes that the discriminator is sure of."""
    one = torch.tensor(1.0)
    (slope,) = impl.generator_loss.grad(_LOGITS, "nonsaturating", wrt=("fake_logits",), cot=one)
    return slope * len(_LOGITS)


@hinge.plot(Curve(_SCORES, "score of a real picture", "loss of the discriminator"))
def hinge_of_the_discriminator(impl):
    """The discriminator's loss while the score of one real picture moves: nothing is left to gain
    from a score of 1 on.
    """
    fake = torch.tensor([-2.0])
    return torch.stack([impl.hinge_losses(torch.tensor([x]), fake)[0] for x in _SCORES])


@optimal.plot(Curve(_APART, "distance of the two bells", "JS in nats"))
def divergence_of_two_bells(impl):
    """The Jensen-Shannon divergence of two bell curves that move apart: once they hardly overlap
    it has reached log 2, 0.69, and stays there.
    """
    return torch.stack(
        [impl.optimal_discriminator(_bell(0.0), _bell(apart))[2] for apart in _APART]
    )


def _bell(centre):
    weight = torch.exp(-((_GRID - centre) ** 2) / 2)
    return weight / weight.sum()
