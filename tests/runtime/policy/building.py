"""Policies written into a folder, with a vocabulary that they may use."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from runtime.policy.rules import RuleSet, read_rules
from runtime.policy.vocabulary import ResourceWords, Vocabulary, check_rules

REPOSITORY = Path(__file__).parents[3]
MODEL = REPOSITORY / "policies" / "model.conf"

VOCABULARY = Vocabulary(
    frozenset({"public", "reader", "writer", "boss"}),
    {
        "book": ResourceWords(
            actions=frozenset({"create", "read", "update", "delete", "lend", "top"}),
            collection_actions=frozenset({"top"}),
            scopes=frozenset({"any", "own", "lent"}),
            fields=frozenset({"id", "title", "price", "owner_id"}),
            personal=frozenset({"own"}),
            server_set=frozenset({"id"}),
        ),
        "shelf": ResourceWords(
            actions=frozenset({"read", "update"}),
            collection_actions=frozenset(),
            scopes=frozenset({"any"}),
            fields=frozenset({"id", "name"}),
        ),
    },
)


def project(folder: Path, policy: str, model: str | None = None) -> Path:
    """A folder with these policy files; the model is the real one unless given."""
    policies = folder / "policies"
    policies.mkdir(exist_ok=True)
    (policies / "policy.csv").write_text(policy, newline="")
    if model is None:
        shutil.copy(MODEL, policies / "model.conf")
    else:
        (policies / "model.conf").write_text(model, newline="")
    return folder


def known(folder: Path, vocabulary: Vocabulary = VOCABULARY) -> RuleSet:
    """The rules of a folder in known words, those that can never match among them."""
    found = read_rules(folder / "policies" / "policy.csv", folder / "policies" / "model.conf")
    check_rules(found, vocabulary)
    assert found.problems == []
    return found


def resource(name: str, *scopes: str, fields: tuple[str, ...] = (), within: Any = ()) -> Any:
    """As much of a Resource as a decision needs."""
    return SimpleNamespace(
        name=name,
        scopes={scope: f"{{row}}.{scope}_id = {{actor}}" for scope in scopes},
        within={limit: f"{{row}}.{limit}_id" for limit in within},
        lies_in={limit: f"{{row}}.{limit}_id = any({{limits}})" for limit in within},
        fields=[SimpleNamespace(name=field) for field in fields],
    )
