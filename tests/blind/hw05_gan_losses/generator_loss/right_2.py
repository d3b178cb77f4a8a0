"""custom autograd.Function for log(1 + e^x) with sigmoid as its slope"""
import torch


class Softplus(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0) + torch.log1p(torch.exp(-x.abs()))

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * torch.sigmoid(x)


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def generator_loss(fake_logits, kind="nonsaturating"):
    check_tensor(fake_logits)
    if kind == "saturating":
        return -Softplus.apply(fake_logits).mean()
    elif kind == "nonsaturating":
        return Softplus.apply(-fake_logits).mean()
    raise ValueError(kind)
