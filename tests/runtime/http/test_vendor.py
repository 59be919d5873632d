"""What others wrote is what its list says, byte for byte."""

from __future__ import annotations

import gzip
import hashlib
import re

from runtime.http.documents import SCALAR

VENDOR = SCALAR.parents[1]


def test_vendored_files_are_those_of_the_list() -> None:
    listed = dict(
        re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", (VENDOR / "README.md").read_text(), re.M)
    )
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(
            gzip.decompress(path.read_bytes())
        ).hexdigest()
        for path in VENDOR.rglob("*.gz")
    }
    assert found == listed
