"""The transitions and actions of refresh tokens. Generated from model/identity.yaml."""

from runtime.resource import Action

ACTIONS: tuple[Action, ...] = ()
