# %% [markdown]
# # Toy

# %%
from collections.abc import Callable

from torch import Generator, Tensor


# %%
def center(x: Tensor, scale: float = 1.0) -> Tensor:
    """Subtract the mean over dim 0, then multiply by `scale`.

    Args:
        x: floats, shape (n, d), n >= 1.
        scale: positive.

    Raises:
        ValueError: x is not 2-D, or scale is not positive.
    """
    raise NotImplementedError


# %%
def spread(x: Tensor) -> tuple[Tensor, Tensor]:
    """The smallest and the largest entry, both 0-dim."""
    raise NotImplementedError


# %%
def slope(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """d sum(f(x)) / dx, shaped like x; f is differentiable."""
    raise NotImplementedError


# %%
def estimate(f: Callable[[Tensor], Tensor], n: int, generator: Generator) -> Tensor:
    """The average of f over n standard normal draws; f is called once, on shape (n,)."""
    raise NotImplementedError
