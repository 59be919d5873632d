"""What a plain scalar means, and where YAML 1.1 and 1.2 disagree about it.

Sources: the type repository of YAML 1.1 (https://yaml.org/type/) and chapter 10 of YAML 1.2.2
(the JSON and core schemas). A plain scalar is understood here when all of them agree.
"""

from __future__ import annotations

import re
from decimal import Decimal

from generator.load.nodes import Value

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(?P<fraction>\.[0-9]{1,30})?")
_OTHER_NUMBER = re.compile(
    r"""
    [-+]?0[0-9_]+                                        # octal to 1.1, decimal to 1.2
    | 0o[0-7]+                                           # text to 1.1, octal to 1.2
    | [-+]?0x[0-9a-fA-F_]+ | [-+]?0b[01_]+
    | [-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?
    | [-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?
    | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
    """,
    re.VERBOSE,
)
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?"
)


def _spellings(*words: str) -> frozenset[str]:
    """The three spellings that YAML knows of each word: `no`, `No`, `NO`."""
    return frozenset(form for word in words for form in (word, word.capitalize(), word.upper()))


_TRUE_TO_11 = _spellings("y", "yes", "on")
_FALSE_TO_11 = _spellings("n", "no", "off")
_OWN_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None, "": None}
_VARIANTS: dict[str, Value] = {
    **dict.fromkeys(_spellings("true") - {"true"}, True),
    **dict.fromkeys(_spellings("false") - {"false"}, False),
    **dict.fromkeys((_spellings("null") - {"null"}) | {"~"}, None),
}
_JSON_WORD: dict[Value, str] = {True: "true", False: "false", None: "null"}
_FORMS = (
    (_MOMENT, "a point in time to YAML 1.1 and text to 1.2"),
    (_SEXAGESIMAL, "a number of base 60 to YAML 1.1 and text to 1.2"),
    (_OTHER_NUMBER, "a number to one YAML and another, or text, to the next"),
    (re.compile("="), "a tag to YAML 1.1 and text to 1.2"),
)


def value_of(text: str) -> Value:
    """The value of a plain scalar on which every YAML agrees.

    Dates stay text. Of a scalar that `disagreement` finds fault with, the value most likely
    meant, so that the place where it stands is not complained about twice.
    """
    if text in _OWN_WORDS:
        return _OWN_WORDS[text]
    if text in _VARIANTS:
        return _VARIANTS[text]
    if text in _TRUE_TO_11 or text in _FALSE_TO_11:
        return text in _TRUE_TO_11
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    return Decimal(text) if number["fraction"] else int(text)


def disagreement(text: str) -> str | None:
    """Why the plain scalar `text` must be quoted or said otherwise (E004), or None."""
    if text in _TRUE_TO_11 or text in _FALSE_TO_11:
        word = _JSON_WORD[text in _TRUE_TO_11]
        return f"{text} is a word to YAML 1.2 and {word} to 1.1; write '{text}' or {word}"
    if text in _VARIANTS:
        word = _JSON_WORD[_VARIANTS[text]]
        return f"{text} is {word} to some YAML and text to other; write '{text}' or {word}"
    if _NUMBER.fullmatch(text):
        return None
    reading = next((words for form, words in _FORMS if form.fullmatch(text)), None)
    return f"{text} is {reading}; write '{text}'" if reading else None
