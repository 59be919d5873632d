"""Patterns that list names, such as those of `sort`: compared by the names that they allow."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = r"[a-z]\w*(?:\[\.\]\w+)*"
_LIST = re.compile(rf"(?<=[(|])({_WORD}(?:\|{_WORD})*)(?=[)|])")
"""Alternatives that are words; a dot stands in brackets, as in `owner[.]email`."""


_RUN = re.compile(r"(?<=\{1,)(\d+)(?=\})")
"""The most of something that has to be there, as in `[0-9]{1,6}`."""


class Named(NamedTuple):
    """What a later pattern allows more and less than an earlier one."""

    more: tuple[str, ...]
    less: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The difference in words."""
        parts = []
        if self.more:
            parts.append(f"takes {', '.join(self.more)} too")
        if self.less:
            parts.append(f"takes {', '.join(self.less)} no more")
        return "; ".join(parts)


def named(old: str, new: str) -> Named | None:
    """The names by which two patterns differ; None where they differ by more than names."""
    if _LIST.sub("", old) != _LIST.sub("", new):
        return None
    more: dict[str, None] = {}
    less: dict[str, None] = {}
    for was, now in zip(_LIST.findall(old), _LIST.findall(new), strict=True):
        before, after = was.split("|"), now.split("|")
        more |= dict.fromkeys(word for word in after if word not in before)
        less |= dict.fromkeys(word for word in before if word not in after)
    return Named(tuple(map(_plain, more)), tuple(map(_plain, less)))


def longer(old: str, new: str) -> bool | None:
    """Whether a pattern allows longer runs than another; None where more differs than that.

    So differ the patterns of decimals that take another number of digits.
    """
    if _RUN.sub("", old) != _RUN.sub("", new):
        return None
    runs = zip(_RUN.findall(old), _RUN.findall(new), strict=True)
    return all(int(now) >= int(was) for was, now in runs)


def _plain(word: str) -> str:
    return word.replace("[.]", ".")
