"""From a request to its response: read → authenticate → run the operation → render."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from runtime.http.call import read_call
from runtime.http.render import render
from runtime.identity.people import People
from runtime.operations.binding import Binding, Operation
from runtime.operations.errors import translate
from runtime.operations.runner import bind
from runtime.operations.services import Services
from runtime.problems import Problem, Unavailable, Unrecorded


class Server:
    """Runs operations for requests. One instance an application, as `app.state.server`."""

    def __init__(self, services: Services, people: People) -> None:
        self._services = services
        self._people = people
        self._bound: dict[int, tuple[Binding, Operation]] = {}

    def operation(self, binding: Binding) -> Operation:
        """The operation of a binding, made once."""
        known = self._bound.get(id(binding))
        if known is None:
            known = self._bound[id(binding)] = (binding, bind(self._services, binding))
        return known[1]

    async def serve(
        self, request: Request, operation: Operation, *, identified: bool = True
    ) -> Response:
        """The response; raises Problem, which the application renders.

        Without `identified` nobody is asked who they are: a token that is over must keep nobody
        from signing in again.
        """
        call = read_call(request)
        try:
            if identified:
                call.actor = await self._people.authenticate(call.header("authorization"))
                request.scope["state"]["actor_id"] = call.actor.id
            return render(await operation(call))
        except Problem as problem:
            self._doubt(problem)
            raise
        except Exception as error:
            meant = translate(error, self._services.registry)
            self._doubt(meant)
            raise meant from error

    def _doubt(self, problem: Problem) -> None:
        if isinstance(problem, Unrecorded):
            self._services.trail.doubt()
        elif isinstance(problem, Unavailable):
            self._services.trail.forget()
