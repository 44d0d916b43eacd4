"""What the school says no to, as HTTP: a document with its code, under the status of its class."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from bzr_adapters import (
    BzrError,
    CommandReused,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    StoreDamaged,
    StoreUnavailable,
)

STATUS: dict[type[BzrError], int] = {
    NotFound: 404,
    Invalid: 422,
    CommandReused: 422,
    Refused: 409,
    Forbidden: 403,
    Conflict: 409,
    StoreUnavailable: 503,
    StoreDamaged: 500,
}


class AnswerErrors:
    """A middleware, so that no view has to catch anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the views answer."""
        return self._get_response(request)

    def process_exception(self, _: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with an error of the school; others are Django's."""
        if not isinstance(error, BzrError):
            return None
        status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
        return JsonResponse(error.to_dict(), status=status, headers={"Retry-After": "1"} if error.retryable else None)
