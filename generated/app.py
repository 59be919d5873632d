"""The application. Generated from model.yaml."""

from pathlib import Path

from starlette.types import ASGIApp

from generated.registry import REGISTRY
from generated.routes import ROUTERS
from runtime.http.app import create_app


def create() -> ASGIApp:
    """The ASGI application, with its settings from the environment."""
    return create_app(REGISTRY, ROUTERS, Path(__file__).with_name("openapi.json"))
