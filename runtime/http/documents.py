"""`/openapi.json` and `/docs`: the generated document, and a page to read it with.

Everything the page loads comes from here; its content security policy lets it reach nothing else.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache, cached_property
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import Response

from runtime.http.platform import PlatformRoute

SCALAR = Path(__file__).parent / "vendor" / "scalar" / "standalone.js.gz"

_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<link rel="icon" href="data:,">
</head>
<body>
<div id="app"></div>
<script src="/docs/scalar.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
""")
_START = """Scalar.createApiReference("#app", {
  url: "/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: "never",
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultOpenAllTags: false,
  persistAuth: false,
});
"""


def document_routes(document: Path, title: str) -> list[PlatformRoute]:
    """The routes of the document and its page. Raises OSError where the document is missing."""
    openapi = _Static(document.read_bytes(), "application/json")
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    page = _Static(_PAGE.substitute(title=escaped).encode(), "text/html; charset=utf-8")
    start = _Static(_START.encode(), "text/javascript; charset=utf-8")
    return [
        PlatformRoute("/openapi.json", openapi.serve, methods=["GET"]),
        PlatformRoute("/docs", page.serve, methods=["GET"]),
        PlatformRoute("/docs/start.js", start.serve, methods=["GET"]),
        PlatformRoute("/docs/scalar.js", _scalar, methods=["GET"]),
    ]


class _Static:
    """Bytes that do not change while the server runs, with an ETag and a gzip form."""

    def __init__(self, body: bytes, media_type: str, packed: bytes | None = None) -> None:
        self._body = body
        self._given = packed
        self._media_type = media_type

    @cached_property
    def _packed(self) -> bytes:
        """Made for the first who asks: a large document takes a tenth of a second."""
        return self._given or gzip.compress(self._body, 6, mtime=0)

    @cached_property
    def _tag(self) -> str:
        return '"' + hashlib.sha256(self._body).hexdigest()[:20] + '"'

    async def serve(self, request: Request) -> Response:
        headers = {
            "ETag": self._tag,
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
            "Content-Security-Policy": _POLICY,
        }
        if request.headers.get("if-none-match") == self._tag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self._packed, headers=headers, media_type=self._media_type)
        return Response(self._body, headers=headers, media_type=self._media_type)


@cache
def _scalar_file() -> _Static:
    """Read at the first look at the page, not at every start."""
    packed = SCALAR.read_bytes()
    return _Static(gzip.decompress(packed), "text/javascript; charset=utf-8", packed)


async def _scalar(request: Request) -> Response:
    return await _scalar_file().serve(request)
