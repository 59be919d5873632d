"""The table company_profiles. Generated from model/organisation.yaml."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    DateTime,
    FetchedValue,
    ForeignKey,
    Integer,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from generated.organisation.enums import (
    CompanyProfileBusinessModel,
    CompanyProfileIndustry,
    HeadcountBand,
    RevenueBand,
)
from runtime.database.columns import Words, ordered_words


class CompanyProfile(SQLModel, table=True):
    """The facts about the company that decide which rules apply to it."""

    __tablename__ = "company_profiles"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    legal_name: str = Field(sa_column=Column("legal_name", Text(collation="C"), nullable=False))
    legal_form: str | None = Field(
        default=None, sa_column=Column("legal_form", Text(collation="C"))
    )
    registration_number: str | None = Field(
        default=None, sa_column=Column("registration_number", Text(collation="C"))
    )
    vat_id: str | None = Field(default=None, sa_column=Column("vat_id", Text(collation="C")))
    industry: CompanyProfileIndustry = Field(
        sa_column=Column("industry", Words(CompanyProfileIndustry), nullable=False)
    )
    business_model: CompanyProfileBusinessModel = Field(
        sa_column=Column("business_model", Words(CompanyProfileBusinessModel), nullable=False)
    )
    employee_band: HeadcountBand = Field(
        sa_column=Column(
            "employee_band", ordered_words(HeadcountBand, "headcount_band"), nullable=False
        )
    )
    annual_revenue_band: RevenueBand | None = Field(
        default=None,
        sa_column=Column("annual_revenue_band", ordered_words(RevenueBand, "revenue_band")),
    )
    country: str = Field(sa_column=Column("country", Text(collation="C"), nullable=False))
    operating_countries: list[str] | None = Field(
        default=None, sa_column=Column("operating_countries", ARRAY(Text(collation="C")))
    )
    target_markets: list[str] | None = Field(
        default=None, sa_column=Column("target_markets", ARRAY(Text(collation="C")))
    )
    website: str | None = Field(default=None, sa_column=Column("website", Text(collation="C")))
    processes_special_categories: bool = Field(
        default=None,
        sa_column=Column(
            "processes_special_categories", Boolean(), nullable=False, server_default=text("false")
        ),
    )
    uses_ai: bool = Field(
        default=None,
        sa_column=Column("uses_ai", Boolean(), nullable=False, server_default=text("false")),
    )
    is_critical_infrastructure: bool = Field(
        default=None,
        sa_column=Column(
            "is_critical_infrastructure", Boolean(), nullable=False, server_default=text("false")
        ),
    )
    transfers_outside_eea: bool = Field(
        default=None,
        sa_column=Column(
            "transfers_outside_eea", Boolean(), nullable=False, server_default=text("false")
        ),
    )
    dpo_required: bool | None = Field(
        default=None,
        sa_column=Column(
            "dpo_required",
            Boolean(),
            Computed(
                "processes_special_categories or industry = 'public' or employee_band >= 'from_50_to_249'::headcount_band",
                persisted=True,
            ),
        ),
    )
    dpo_name: str | None = Field(default=None, sa_column=Column("dpo_name", Text(collation="C")))
    dpo_email: str | None = Field(default=None, sa_column=Column("dpo_email", Text(collation="C")))
    supervisory_authority: str | None = Field(
        default=None, sa_column=Column("supervisory_authority", Text(collation="C"))
    )
    completeness: int | None = Field(
        default=None,
        sa_column=Column(
            "completeness",
            Integer(),
            Computed(
                "20 * ((case when registration_number is null then 0 else 1 end) + (case when vat_id is null then 0 else 1 end) + (case when annual_revenue_band is null then 0 else 1 end) + (case when supervisory_authority is null then 0 else 1 end) + (case when compliance_contact_id is null then 0 else 1 end))",
                persisted=True,
            ),
        ),
    )
    compliance_contact_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "compliance_contact_id",
            Uuid(),
            ForeignKey(
                "users.id", name="fk_company_profiles_compliance_contact_id", ondelete="SET NULL"
            ),
        ),
    )
    dpo_user_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "dpo_user_id",
            Uuid(),
            ForeignKey("users.id", name="fk_company_profiles_dpo_user_id", ondelete="SET NULL"),
        ),
    )
    created_at: datetime = Field(
        default=None,
        sa_column=Column(
            "created_at",
            DateTime(timezone=True),
            nullable=False,
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_at: datetime = Field(
        default=None,
        sa_column=Column(
            "updated_at",
            DateTime(timezone=True),
            nullable=False,
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    created_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "created_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_company_profiles_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_company_profiles_updated_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    version: int = Field(
        default=None,
        sa_column=Column(
            "version",
            Integer(),
            nullable=False,
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
