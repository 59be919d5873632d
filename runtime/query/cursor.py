"""Cursors: where a page ended, signed, and of use to the query it came from alone."""

from __future__ import annotations

import binascii
import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

_MAC_BYTES = 16
_TEXT_MAX = 10_000


class Cursors:
    """Seals and opens cursors under one key, which all workers share.

    A cursor is base64url(HMAC-SHA256(key, identity, keys)[:16] + keys): the query it belongs to
    is not carried but signed along, so that it opens under no other.
    """

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"charter cursor\x00" + key).digest()

    def seal(self, keys: Sequence[str | None], identity: str) -> str:
        """An opaque, url-safe text for the sort keys of a page's last row."""
        payload = json.dumps(list(keys), ensure_ascii=False, separators=(",", ":")).encode()
        return _encode(self._mac(payload, identity) + payload)

    def open(self, text: str, identity: str) -> tuple[str | None, ...] | None:
        """The keys, or None where the text is no cursor of ours for this query."""
        if len(text) > _TEXT_MAX:
            return None
        try:
            raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        except (UnicodeEncodeError, binascii.Error):
            return None
        if _encode(raw) != text:
            return None
        mac, payload = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(payload, identity)):
            return None
        keys: list[str | None] = json.loads(payload)
        return tuple(keys)

    def _mac(self, payload: bytes, identity: str) -> bytes:
        origin = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest()
        return hmac.digest(self._key, origin + payload, "sha256")[:_MAC_BYTES]


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
