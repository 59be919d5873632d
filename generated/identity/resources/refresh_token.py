"""What the runtime knows of refresh tokens. Generated from model/identity.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.identity.actions.refresh_token import ACTIONS
from generated.identity.fields.refresh_token import FIELDS
from generated.identity.scopes import refresh_token as scopes
from runtime.resource import Constraint, Personal, Resource, ToOne


def _model() -> type[SQLModel]:
    from generated.identity.models.refresh_token import RefreshToken

    return RefreshToken


def _filters() -> type[BaseModel]:
    from generated.identity.filters.refresh_token import RefreshTokenFilters

    return RefreshTokenFilters


REFRESH_TOKEN = Resource(
    name="refresh_token",
    path="refresh-tokens",
    table="refresh_tokens",
    title="Refresh token",
    label="family_id",
    load_model=_model,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("user", "user_id", ("user",)),
        ToOne("replaced_by", "replaced_by_id", ("refresh_token",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    scopes={"own": "{row}.user_id = {actor}"},
    predicates={"own": scopes.own},
    actions=ACTIONS,
    constraints={
        "uq_refresh_tokens_token_hash": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("token_hash",)
        ),
        "fk_refresh_tokens_user_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("user_id",)
        ),
        "fk_refresh_tokens_replaced_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("replaced_by_id",)
        ),
        "ck_refresh_tokens_token_hash_max": Constraint(
            "check", "TOO_LONG", "Give at most 64 characters.", fields=("token_hash",)
        ),
        "ck_refresh_tokens_revoke_reason_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("revoke_reason",)
        ),
        "ck_refresh_tokens_client_ip_max": Constraint(
            "check", "TOO_LONG", "Give at most 45 characters.", fields=("client_ip",)
        ),
        "ck_refresh_tokens_user_agent_max": Constraint(
            "check", "TOO_LONG", "Give at most 300 characters.", fields=("user_agent",)
        ),
    },
    unique_keys=(("token_hash",),),
    past="charter_past_refresh_token",
    last="charter_last_refresh_token",
    routes=frozenset({"get", "list"}),
    personal=(
        Personal("client_ip", "coalesce({row}.user_id, {row}.id)", "NULL"),
        Personal("user_agent", "coalesce({row}.user_id, {row}.id)", "NULL"),
    ),
)
