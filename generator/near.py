"""The word that was probably meant: one way of guessing for every part of the generator."""

from generator.load.suggest import did_you_mean, nearest

__all__ = ["did_you_mean", "nearest"]
