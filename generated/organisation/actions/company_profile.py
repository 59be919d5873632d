"""The transitions and actions of company profiles. Generated from model/organisation.yaml."""

from runtime.resource import Action

ACTIONS: tuple[Action, ...] = ()
