"""What `charter import NAME FILE` understands besides CSV and JSON lines."""

from __future__ import annotations

import json
from typing import Any

from runtime.client import Client


async def oscal(client: Client, data: bytes) -> dict[str, Any]:
    """An OSCAL catalogue in JSON, through the action that HTTP offers for it.

    Raises ValueError for what is no JSON, and Problem as the action does.
    """
    catalogue = json.loads(data)
    return await client.act("regulation", "import_catalogue", values={"catalogue": catalogue})


IMPORTERS = {"oscal": oscal}
"""Each by its name: from the acting client and the bytes of a file to what was done."""
