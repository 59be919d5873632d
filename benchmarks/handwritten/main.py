"""The application: `uvicorn benchmarks.handwritten.main:app --workers 2`."""

from __future__ import annotations

from fastapi import FastAPI

from benchmarks.handwritten.routers import controls, risks

app = FastAPI(title="Risks, written by hand")
app.include_router(risks, prefix="/api/v1")
app.include_router(controls, prefix="/api/v1")
