"""The routes of refresh tokens. Generated from model/identity.yaml."""

from typing import Annotated

from fastapi import Query

from generated.identity.filters.refresh_token import RefreshTokenListQuery, RefreshTokenRowQuery
from generated.identity.resources.refresh_token import REFRESH_TOKEN
from generated.identity.schemas.refresh_token import RefreshTokenPage, RefreshTokenRead
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(REFRESH_TOKEN, tag="identity")


@router.list_rows(RefreshTokenPage)
async def list_refresh_tokens(parameters: Annotated[RefreshTokenListQuery, Query()]) -> None:
    """List refresh tokens, a page at a time."""


@router.get_row(RefreshTokenRead)
async def get_refresh_token(
    id: RowId, parameters: Annotated[RefreshTokenRowQuery, Query()]
) -> None:
    """Read a refresh token."""
