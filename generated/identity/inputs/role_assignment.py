"""What the actions of role assignments take and answer. Generated from model/identity.yaml."""

from __future__ import annotations
