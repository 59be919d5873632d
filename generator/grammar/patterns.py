"""Regular expressions that RE2, Rust, Python and PostgreSQL all read alike."""

from __future__ import annotations

import re
import warnings

_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"\(\?(?!:)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_POSSESSIVE = re.compile(r"(?<!\\)[*+?}]\+")
_REPEAT = re.compile(r"\{(\d+)(?:,(\d*))?\}")
MOST_REPEATS = 255
"""PostgreSQL 18, section 9.7.3.1: the numbers in braces are at most that."""
_COMMON_ESCAPES = frozenset("dDsSwWnrtfv")
LONGEST = 500


def is_common_pattern(text: str) -> bool:
    r"""Whether `text` is a regular expression of the subset that all our engines share.

    Left out are look-around, named groups and flags (`(?…`, but for `(?:`), back-references,
    possessive quantifiers, more than 255 repeats, and every escape by a letter or digit but
    `\d \s \w` and their opposites and `\n \r \t \f \v`: `\b`, for one, is a word border to RE2 and
    a backspace to PostgreSQL.
    """
    if not 0 < len(text) <= LONGEST:
        return False
    outside = _CLASS.sub("[]", text)
    if _GROUP.search(outside) or _POSSESSIVE.search(outside):
        return False
    repeats = [int(number) for pair in _REPEAT.findall(outside) for number in pair if number]
    if any(number > MOST_REPEATS for number in repeats):
        return False
    for escaped in _ESCAPE.findall(text):
        if escaped.isalnum() and escaped not in _COMMON_ESCAPES:
            return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return False
    return True
