"""`GET /{c}/aggregate`: groups of the rows of a list, and what is measured in each."""

from __future__ import annotations

from psycopg.errors import DataError

from runtime.call import Answer, Call
from runtime.operations.binding import Operation
from runtime.operations.gate import enter
from runtime.operations.services import Services
from runtime.problems import Invalid, Violation
from runtime.query.aggregate import groups
from runtime.query.parse import parse_aggregate
from runtime.resource import Resource


def aggregate_operation(services: Services, resource: Resource) -> Operation:
    """Of the rows that a list would show under the same filters, with the same rights."""

    async def aggregate_rows(call: Call) -> Answer:
        reach = enter(call, services, resource, "read")
        plan = parse_aggregate(resource, services.registry, reach, call.query)
        try:
            async with services.database.transaction(call.audit()) as transaction:
                return Answer(200, await groups(transaction, plan, reach))
        except DataError as error:
            said = "The values are too large to be added up."
            violation = Violation("?measures", "INVALID_VALUE", said)
            raise Invalid("The query is not valid.", errors=[violation]) from error

    return aggregate_rows
