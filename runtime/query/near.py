"""What to say to names that do not exist for the actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

_ECHO_MAX = 100


def did_you_mean(name: str, names: Sequence[str] | Mapping[str, object]) -> str:
    """A hint drawn from what the actor can see, so that it tells nothing of what is hidden."""
    near = get_close_matches(name[:_ECHO_MAX], tuple(names), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""


def printable(name: str) -> str:
    """A name that the caller sent, fit to be sent back."""
    return name[:_ECHO_MAX].encode("utf-8", "replace").decode()
