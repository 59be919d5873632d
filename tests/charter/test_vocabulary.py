"""The words of a policy are the same from the model and from the served project."""

from __future__ import annotations

from charter.vocabulary import vocabulary_from_model
from generated.registry import REGISTRY
from generator.pipeline import check
from runtime.policy.vocabulary import vocabulary_of
from tests.charter.conftest import REPOSITORY


def test_model_and_registry_offer_the_same_words() -> None:
    model, _ = check(REPOSITORY)
    assert model is not None
    ours, served = vocabulary_from_model(model), vocabulary_of(REGISTRY)
    assert ours.roles == served.roles
    assert ours.resources.keys() == served.resources.keys()
    for name, words in served.resources.items():
        assert ours.resources[name] == words, name
