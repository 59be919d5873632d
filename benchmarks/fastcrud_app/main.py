"""The application: `uvicorn benchmarks.fastcrud_app.main:app --workers 2`."""

from __future__ import annotations

from fastapi import FastAPI
from fastcrud import crud_router

from benchmarks.handwritten.database import get_session
from benchmarks.handwritten.models import Control, Risk
from benchmarks.handwritten.schemas import ControlCreate, ControlUpdate

app = FastAPI(title="Risks, by FastCRUD")
for model, path in ((Risk, "/risks"), (Control, "/controls")):
    app.include_router(
        crud_router(
            session=get_session,
            model=model,
            create_schema=ControlCreate,
            update_schema=ControlUpdate,
            path=path,
            tags=[path.strip("/")],
            filter_config={"status": None},
        ),
        prefix="/api/v1",
    )
