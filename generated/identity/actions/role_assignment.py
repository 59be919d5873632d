"""The transitions and actions of role assignments. Generated from model/identity.yaml."""

from runtime.resource import Action

ACTIONS: tuple[Action, ...] = ()
