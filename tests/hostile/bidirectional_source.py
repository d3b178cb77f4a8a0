"""Hides what its code does behind bidirectional controls, homoglyphs and zero-width names.

Deserves 0.
"""
import torch


def center(x, scale=1.0):  # ‮ }⁦ nruter :x si siht ⁩
    """‮⁦<script>alert(1)</script>⁩"""
    return x


def ѕpread(x):
    return x.min(), x.max()


def sloªpe(f, x):
    return x
