"""two equations with two unknowns for each example, torch.linalg.solve"""
import torch


def check_steps(x, other, t, levels):
    if x.dim() < 1 or x.shape != other.shape or t.shape != x.shape[:1] or levels.dim() != 1:
        raise ValueError("a shape does not fit")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if ((t < 0) | (t >= len(levels))).any():
        raise ValueError("t out of range")

def check(pred, xt, t, alpha_bar, source, target):
    for name in (source, target):
        if name not in ("eps", "x0", "v"):
            raise ValueError("source and target must be eps, x0 or v")
    check_steps(pred, xt, t, alpha_bar)
    if ((alpha_bar < 0) | (alpha_bar > 1)).any():
        raise ValueError("alpha_bar must lie in [0, 1]")
    if source == target:
        return
    level = alpha_bar[t]
    if source == "eps" and (level == 0).any():
        raise ValueError("nothing but noise left")
    if source == "x0" and (level == 1).any():
        raise ValueError("no noise to see")


def row(name, a, s):
    """The coefficients of x0 and eps in the named quantity."""
    return {"xt": [a, s], "x0": [1.0, 0.0], "eps": [0.0, 1.0], "v": [-s, a]}[name]


def convert_prediction(pred, xt, t, alpha_bar, source, target):
    check(pred, xt, t, alpha_bar, source, target)
    if source == target:
        return pred
    out = torch.empty_like(xt)
    results = []
    for p, x, step in zip(pred, xt, t):
        level = float(alpha_bar[step])
        a, s = level**0.5, (1 - level) ** 0.5
        system = torch.tensor([row("xt", a, s), row(source, a, s)], dtype=torch.float64)
        known = torch.stack([x.double().flatten(), p.double().flatten()])
        x0_eps = torch.linalg.solve(system, known)
        wanted = torch.tensor(row(target, a, s), dtype=torch.float64) @ x0_eps
        results.append(wanted.reshape(x.shape))
    return torch.stack(results).to(xt.dtype) if results else out
