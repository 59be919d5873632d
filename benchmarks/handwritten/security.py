"""Who asks: a bearer token, checked as FastAPI's tutorial does, and the user it names."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, HTTPException, status
from fastapi.security import OAuth2PasswordBearer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from benchmarks.handwritten.database import Session
from benchmarks.handwritten.models import User
from benchmarks.handwritten.settings import settings

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")
key = OctKey.import_key(settings.secret_key)


async def get_current_user(session: Session, token: Annotated[str, Depends(oauth2_scheme)]) -> User:
    """The user of the token; 401 for a bad token or a closed account."""
    refused = HTTPException(
        status.HTTP_401_UNAUTHORIZED,
        "Could not validate credentials",
        headers={"WWW-Authenticate": "Bearer"},
    )
    try:
        claims = jwt.decode(token, key, algorithms=[settings.algorithm]).claims
        jwt.JWTClaimsRegistry(exp={"essential": True}).validate(claims)
        user = await session.get(User, UUID(claims["sub"]))
    except (JoseError, KeyError, ValueError):
        raise refused from None
    if user is None or not user.is_active:
        raise refused
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]
