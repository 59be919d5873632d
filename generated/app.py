"""The application. Generated from model.yaml."""

from pathlib import Path

from fastapi import APIRouter
from starlette.types import ASGIApp

from generated.registry import REGISTRY
from runtime.http.app import create_app


def create() -> ASGIApp:
    """The ASGI application, with its settings from the environment."""
    return create_app(REGISTRY, routers, Path(__file__).with_name("openapi.json"))


def routers() -> tuple[APIRouter, ...]:
    """The routes as FastAPI declares them: imported when FastAPI is to find a path."""
    from generated.routes import ROUTERS

    return ROUTERS
