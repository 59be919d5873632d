"""What the actions of audit events take and answer. Generated from model/identity.yaml."""

from __future__ import annotations
