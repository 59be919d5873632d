"""Settings from the environment."""

from __future__ import annotations

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """What the application needs to know; DATABASE_URL and SECRET_KEY must be set."""

    database_url: str
    secret_key: str
    algorithm: str = "HS256"
    pool_size: int = 10
    max_overflow: int = 10


settings = Settings()
