"""The transitions and actions of audit events. Generated from model/identity.yaml."""

from runtime.resource import Action

ACTIONS: tuple[Action, ...] = ()
