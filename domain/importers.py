"""What `charter import NAME FILE` understands besides CSV and JSON lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from runtime.client import Client


async def oscal(client: Client, file: Path) -> dict[str, Any]:
    """An OSCAL catalogue in JSON, through the action that HTTP offers for it.

    Raises ValueError for what is no JSON, and Problem as the action does.
    """
    catalogue = json.loads(file.read_text(encoding="utf-8"))
    return await client.act("regulation", "import_catalogue", values={"catalogue": catalogue})


IMPORTERS = {"oscal": oscal}
"""Each by its name: a function of the acting client and a file, which says what it did."""
