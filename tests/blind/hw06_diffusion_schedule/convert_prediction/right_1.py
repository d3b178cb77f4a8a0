"""a dictionary of six lambdas keyed by (source, target)"""
import torch

RULES = {
    ("eps", "x0"): lambda p, x, a, s: (x - s * p) / a,
    ("eps", "v"): lambda p, x, a, s: (p - s * x) / a,
    ("x0", "eps"): lambda p, x, a, s: (x - a * p) / s,
    ("x0", "v"): lambda p, x, a, s: (a * x - p) / s,
    ("v", "eps"): lambda p, x, a, s: s * x + a * p,
    ("v", "x0"): lambda p, x, a, s: a * x - s * p,
}


def convert_prediction(pred, xt, t, alpha_bar, source, target):
    names = {n for pair in RULES for n in pair}
    if source not in names or target not in names:
        raise ValueError("source or target")
    if pred.shape != xt.shape or xt.ndim < 1 or t.shape != (len(xt),) or alpha_bar.ndim != 1:
        raise ValueError("shapes")
    if t.is_floating_point() or (t < 0).any() or (t >= len(alpha_bar)).any():
        raise ValueError("t")
    if source == target:
        return pred
    level = alpha_bar.double()[t]
    if (source == "eps" and (level == 0).any()) or (source == "x0" and (level == 1).any()):
        raise ValueError("this conversion is impossible at the end of the schedule")
    level = level.view(-1, *[1] * (xt.ndim - 1))
    out = RULES[source, target](pred.double(), xt.double(), level.sqrt(), (1 - level).sqrt())
    return out.to(xt.dtype)
