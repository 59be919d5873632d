"""From the bytes of a file to its text; only plain UTF-8 without tabs is let through."""

from __future__ import annotations

import re

from generator.problems import At, Problems

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# What YAML calls printable, less the tab, and less the line breaks that only YAML 1.1 knows.
_FORBIDDEN = re.compile(
    "[^\\n\\r\\x20-\\x7e\\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def decode(file: str, data: bytes, problems: Problems) -> str | None:
    """The text of a file, or None after reporting E005 with the place of what is wrong."""
    if data.startswith(_BYTE_ORDER_MARKS):
        hint = "Save the file as UTF-8 without BOM."
        problems.add(At(file, 1, 1), "E005", "the file begins with a byte order mark", hint)
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = _place(file, data[: error.start].decode("utf-8"))
        problems.add(
            at, "E005", f"byte 0x{data[error.start]:02x} is not UTF-8", "Save it as UTF-8."
        )
        return None
    if found := _FORBIDDEN.search(text):
        at = _place(file, text[: found.start()])
        problems.add(at, "E005", _complaint(found[0]), _remedy(found[0]))
        return None
    return text


def _place(file: str, before: str) -> At:
    """The place right after the text `before`."""
    lines = re.split(r"\r\n|\r|\n", before)
    return At(file, len(lines), len(lines[-1]) + 1)


def _complaint(character: str) -> str:
    if character == "\t":
        return "a tab; tabs are not part of this language"
    return f"the character U+{ord(character):04X} is not part of this language"


def _remedy(character: str) -> str:
    return "Indent with spaces." if character == "\t" else ""
