"""What all servers of `charter watch` share: imported once, in the process they are copies of.

Nothing of the project itself: that is what changes from one to the next.
"""

from __future__ import annotations

import fastapi
import sqlmodel
import uvicorn.server
import uvloop

import charter.worker
import runtime.http.app
import runtime.http.serve

__all__ = ["charter", "fastapi", "runtime", "sqlmodel", "uvicorn", "uvloop"]
