"""Demo content: a small company at the start of its first certification.

Everything goes through the operations that the API offers, as the demo account whose role may do
it, so that policy, rules and trail hold here too. A row is found again by its natural key.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from runtime.client import Client, Row

Acting = Callable[[str], Awaitable[Client]]
"""Gives the demo account that holds a role."""

LABELS = {
    "likelihood_labels": ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"],
    "impact_labels": ["Negligible", "Minor", "Moderate", "Major", "Severe"],
}
BANDS = {"low": 4, "medium": 9, "high": 16, "critical": 25}
APPETITE = {"privacy": 6, "technology": 9, "supplier": 9}

REQUIREMENTS = (
    ("4", None, "chapter", "Context of the organisation"),
    ("4.3", "4", "clause", "Determining the scope of the management system"),
    ("6", None, "chapter", "Planning"),
    ("6.1.2", "6", "clause", "Information security risk assessment"),
    ("6.1.3", "6", "clause", "Information security risk treatment"),
    ("8", None, "chapter", "Operation"),
    ("8.15", "8", "clause", "Records of events are kept and looked at"),
    ("8.24", "8", "clause", "Rules for the use of cryptography"),
)
CONTROLS = (
    ("C-ACC-01", "Quarterly review of access rights", "identity_access", "quarterly", "6.1.3"),
    ("C-LOG-01", "Central log collection with alerting", "audit_logging", "continuous", "8.15"),
    ("C-CRY-01", "Encryption of data at rest and in transit", "cryptography", "continuous", "8.24"),
    ("C-SUP-01", "Assessment of suppliers before contract", "supplier", "on_event", "6.1.3"),
)
RISKS: tuple[tuple[str, str, int, int, str], ...] = (
    ("Former employees keep access to systems", "technology", 4, 4, "C-ACC-01"),
    ("Personal data is sent to an unsuitable supplier", "privacy", 3, 5, "C-SUP-01"),
    ("An intrusion stays unnoticed for weeks", "technology", 3, 4, "C-LOG-01"),
    ("A stolen laptop discloses customer data", "privacy", 2, 4, "C-CRY-01"),
)


async def seed(acting: Acting) -> list[str]:
    """Adds what is missing; says what was added."""
    demo = _Demo(acting)
    company = await demo.company()
    unit = await demo.units(company)
    regulation = await demo.regulation()
    project = await demo.project()
    await demo.controls(unit, regulation)
    matrix = await demo.matrix()
    await demo.risks(matrix, unit, project)
    await demo.tasks(project)
    return demo.added


class _Demo:
    """The steps, in the order in which rows need one another."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting
        self._today = datetime.now(UTC).date()
        self.added: list[str] = []

    async def _ensure(
        self, role: str, entity: str, key: Mapping[str, str], /, **values: Any
    ) -> Row:
        """The row with that natural key, added where it is missing."""
        client = await self._acting(role)
        known = await client.find(entity, **key)
        if known is not None:
            return known
        self.added.append(f"added {entity} {list(key.values())[-1]}")
        return await client.create(entity, {**key, **values})

    async def _move(self, role: str, entity: str, row: Row, state: str, *steps: str) -> None:
        """Makes transitions in a row, where the row is still in the state before the first."""
        if row["status"] == state:
            client = await self._acting(role)
            for step in steps:
                await client.act(entity, step, row["id"])

    async def _user(self, role: str) -> str:
        return str((await self._acting(role)).actor.id)

    def _in_days(self, days: int) -> str:
        return (self._today + timedelta(days=days)).isoformat()

    async def company(self) -> Row:
        """The company whose obligations these are."""
        return await self._ensure(
            "compliance_manager",
            "company_profile",
            {"legal_name": "Nordlicht Software GmbH", "country": "DE"},
            legal_form="GmbH",
            industry="software",
            business_model="b2b",
            employee_band="from_50_to_249",
            annual_revenue_band="from_2m_to_10m",
            operating_countries=["DE", "AT", "NL"],
            uses_ai=True,
            supervisory_authority="HmbBfDI",
            compliance_contact_id=await self._user("compliance_manager"),
            dpo_user_id=await self._user("dpo"),
        )

    async def units(self, company: Row) -> Row:
        """Head office and the unit below it that operates the product; gives the latter."""
        office = await self._ensure(
            "compliance_manager",
            "business_unit",
            {"code": "HQ"},
            name="Head office",
            kind="location",
            country="DE",
            company_profile_id=company["id"],
        )
        return await self._ensure(
            "compliance_manager",
            "business_unit",
            {"code": "OPS"},
            name="Operations",
            company_profile_id=company["id"],
            parent_id=office["id"],
            head_id=await self._user("control_owner"),
        )

    async def regulation(self) -> Row:
        """A standard with a few clauses in words of our own, and in force."""
        row = await self._ensure(
            "compliance_manager",
            "regulation",
            {"code": "ISO-27001", "edition": "2022"},
            name="Information security management systems: requirements (outline)",
            kind="standard",
            topic="security",
            issuer="ISO/IEC",
            jurisdiction="International",
            content_licence="restricted",
        )
        known: dict[str, Row] = {}
        for position, (ref, parent, level, title) in enumerate(REQUIREMENTS):
            known[ref] = await self._ensure(
                "compliance_manager",
                "requirement",
                {"regulation_id": row["id"], "ref": ref},
                title=title,
                level=level,
                position=position,
                is_assessable=level == "clause",
                parent_id=known[parent]["id"] if parent else None,
            )
        await self._move("compliance_manager", "regulation", row, "draft", "publish")
        return row

    async def project(self) -> Row:
        """The undertaking that the rows belong to."""
        row = await self._ensure(
            "compliance_manager",
            "project",
            {"key": "ISO-2027"},
            name="First certification",
            kind="certification",
            priority="p1",
            objective="A certificate for the hosted product within a year.",
            start_date=self._in_days(-30),
            target_date=self._in_days(300),
            budget="85000.00",
            sponsor_id=await self._user("top_management"),
        )
        await self._move("compliance_manager", "project", row, "draft", "plan", "start")
        return row

    async def controls(self, unit: Row, regulation: Row) -> None:
        """The safeguards, each mapped to the requirement it serves."""
        owner = await self._acting("control_owner")
        for ref, name, domain, frequency, clause in CONTROLS:
            control = await self._ensure(
                "control_owner",
                "control",
                {"ref": ref},
                name=name,
                domain=domain,
                frequency=frequency,
                business_unit_id=unit["id"],
                next_review_on=self._in_days(90),
            )
            requirement = await owner.find(
                "requirement", regulation_id=regulation["id"], ref=clause
            )
            if requirement is not None:
                await self._ensure(
                    "control_owner",
                    "control_mapping",
                    {"control_id": control["id"], "requirement_id": requirement["id"]},
                    coverage="partial",
                )

    async def matrix(self) -> Row:
        """The scale of all risks; drafted by one person, approved by another."""
        row = await self._ensure(
            "compliance_manager",
            "risk_matrix",
            {"name": "Five by five"},
            size=5,
            level_bands=BANDS,
            appetite_by_category=APPETITE,
            **LABELS,
        )
        await self._move("top_management", "risk_matrix", row, "draft", "approve")
        return row

    async def risks(self, matrix: Row, unit: Row, project: Row) -> None:
        """What can go wrong; the first of them is assessed and has a plan."""
        owner = await self._acting("risk_owner")
        for number, (title, category, likelihood, impact, control) in enumerate(RISKS):
            risk = await self._ensure(
                "risk_owner",
                "risk",
                {"title": title},
                category=category,
                inherent_likelihood=likelihood,
                inherent_impact=impact,
                treatment="mitigate",
                involves_personal_data=category == "privacy",
                next_review_on=self._in_days(60 + 30 * number),
                matrix_id=matrix["id"],
                business_unit_id=unit["id"],
                project_id=project["id"],
            )
            safeguard = await owner.find("control", ref=control)
            if safeguard is not None and risk["status"] == "identified":
                await owner.link("risk", risk["id"], "controls", safeguard["id"])
            if number == 0:
                await self._treat(risk)

    async def _treat(self, risk: Row) -> None:
        await self._ensure(
            "risk_owner",
            "risk_treatment_plan",
            {"risk_id": risk["id"], "title": "Remove access on the last day of work"},
            strategy="mitigate",
            priority="high",
            start_date=self._in_days(0),
            target_date=self._in_days(120),
            budget="12000.00",
            expected_likelihood=2,
            expected_impact=4,
        )
        await self._move("risk_owner", "risk", risk, "identified", "assess", "treat")

    async def tasks(self, project: Row) -> None:
        """Work that waits for people."""
        for title, role, days, priority in (
            ("Collect the list of all systems with personal accounts", "control_owner", 14, "p2"),
            ("Write down the scope of the certification", "contributor", 21, "p2"),
            ("Review the contracts of the three largest suppliers", "vendor_manager", 45, "p3"),
        ):
            await self._ensure(
                "compliance_manager",
                "task",
                {"title": title},
                priority=priority,
                due_on=self._in_days(days),
                assignee_id=await self._user(role),
                project_id=project["id"],
            )
