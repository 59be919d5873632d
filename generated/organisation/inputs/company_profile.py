"""What the actions of company profiles take and answer. Generated from model/organisation.yaml."""

from __future__ import annotations
