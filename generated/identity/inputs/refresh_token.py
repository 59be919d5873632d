"""What the actions of refresh tokens take and answer. Generated from model/identity.yaml."""

from __future__ import annotations
