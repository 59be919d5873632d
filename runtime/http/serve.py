"""From a request to its answer: read → authenticate → run the operation → send."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from runtime.call import Answer, Call
from runtime.http.call import BodyReader
from runtime.http.deprecation import Notice, Notices
from runtime.http.envelope import Exchange, exchange_of
from runtime.http.render import problem_answer, send_answer
from runtime.http.table import PathTable
from runtime.identity.people import People
from runtime.operations.binding import Binding, Operation
from runtime.operations.errors import translate
from runtime.operations.runner import bind
from runtime.operations.services import Services
from runtime.problems import MethodNotAllowed, NotFound, Problem, Unavailable, Unrecorded


class Server:
    """Makes operations into ASGI applications. One instance an application, `app.state.server`."""

    def __init__(self, services: Services, people: People) -> None:
        self.table = PathTable(services.registry)
        self._services = services
        self._people = people
        self._notices = Notices(services)
        self._bound: dict[int, tuple[Binding, ASGIApp]] = {}

    def bound(self, binding: Binding) -> ASGIApp:
        """The one implementation of a binding, made once: dispatcher and route run the same."""
        known = self._bound.get(id(binding))
        if known is None:
            operation = bind(self._services, binding)
            handler = self.handler(operation, notice=self._notices.of(binding))
            known = self._bound[id(binding)] = (binding, handler)
        return known[1]

    def handler(
        self, operation: Operation, *, identified: bool = True, notice: Notice | None = None
    ) -> ASGIApp:
        """An operation as an ASGI application, which answers problems as well.

        It takes the scope of a request whose path was found, inside the envelope. An error that
        means no problem is raised. Without `identified` nobody is asked who they are: a token
        that is over must keep nobody from signing in again. A `notice` tells of what is deprecated.
        """
        people = self._people

        async def handle(scope: Scope, receive: Receive, send: Send) -> None:
            exchange = exchange_of(scope)
            call = _read_call(scope, receive, exchange)
            try:
                if identified:
                    authorization = call.header("authorization")
                    if authorization is not None:
                        call.actor = people.recall(authorization) or await people.authenticate(
                            authorization
                        )
                        exchange.actor = call.actor.id
                answer = await operation(call)
                if notice is not None:
                    answer = notice.on(answer, call)
                await send_answer(answer, receive, send)
            except Exception as error:
                answer = self._problem(error, scope, exchange)
                if notice is not None:
                    answer = notice.on(answer, call)
                await send_answer(answer, receive, send)

        return handle

    def _problem(self, error: Exception, scope: Scope, exchange: Exchange) -> Answer:
        """The answer that an error means; raises it where it means none, or it is too late."""
        if exchange.status is not None:
            raise error
        problem = error if isinstance(error, Problem) else translate(error, self._services.registry)
        if isinstance(problem, Unrecorded):
            self._services.trail.doubt()
        elif isinstance(problem, Unavailable):
            self._services.trail.forget()
        return problem_answer(problem, scope["path"], exchange.request_id)

    def refusal(self, path: str) -> Problem:
        """Why a path is not served: it takes other methods (405), or none (404)."""
        allowed = self.table.allowed(path)
        return MethodNotAllowed(headers={"Allow": ", ".join(allowed)}) if allowed else NotFound()


def _read_call(scope: Scope, receive: Receive, exchange: Exchange) -> Call:
    """The Call of a request whose route is known. The actor is put in by the caller."""
    return Call(
        scope["method"],
        scope["path"],
        scope["path_params"],
        scope["query_string"],
        exchange.headers,
        BodyReader(receive, exchange.headers),
        exchange.request_id,
        exchange.client_ip,
    )
