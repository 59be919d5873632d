"""What an adopted model does not say as the database did, and why: values with stable codes."""

from __future__ import annotations

from dataclasses import dataclass

CODES = {
    "A001": "a view, function, foreign table or a tool's own table is no record, and is left out",
    "A002": "a key that is no uuid stays as a field; rows get an id of their own",
    "A003": "a key of several columns becomes a unique key; rows get an id of their own",
    "A004": "a foreign key of several columns, or to no primary key, stays plain fields",
    "A005": "a column of a type that no field has is left out",
    "A006": "a type is said by the nearest one",
    "A007": "a name is changed, since the language keeps it for itself",
    "A008": "a default is left out: it is no constant",
    "A009": "a condition is left out: it is no bound, no list of words and no comparison",
    "A010": "an index or unique key is left out: it is over expressions or some of the rows",
    "A011": "a trigger, rule, policy or exclusion is left out",
    "A012": "a word of an enum is changed into one that the language knows",
    "A013": "a computed column is left out: say it with computed:",
    "A014": "a table of links with nothing of its own becomes a relation to many",
    "A015": "a column that the platform keeps by itself is left to it",
    "A016": "a declaration is left out, since the check refuses it",
}
"""A0xx: notes of `charter adopt`; none of them is an error."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note: `place` is what it is about in the database (`film.rating`)."""

    code: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.code} {self.place}: {self.message}"

    def document(self) -> dict[str, str]:
        """The note for programs."""
        return {"code": self.code, "place": self.place, "message": self.message}
