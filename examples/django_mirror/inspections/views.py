"""What can be read: the copies, which ask our own database alone, and the school itself for where points come from."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from examples.django_mirror.inspections.door import get_school
from examples.django_mirror.inspections.models import Statement


@require_GET
def show_month(_: HttpRequest, month: str) -> JsonResponse:
    """Show the totals of all classes, the best first."""
    copies = Statement.objects.filter(period=month).order_by("-total", "class_id")
    return JsonResponse({"period": month, "statements": [_write(copy) for copy in copies]})


@require_GET
def show_statement(_: HttpRequest, class_id: str, period: str) -> JsonResponse:
    """Show the total of a class, by its id."""
    return JsonResponse(_write(get_object_or_404(Statement, class_id=class_id, period=period)))


@require_GET
def explain(_: HttpRequest, class_id: str, period: str) -> JsonResponse:
    """Show where every point of a statement comes from."""
    return JsonResponse(get_school().explain(class_id, period).to_dict())


def _write(copy: Statement) -> dict[str, Any]:
    return {
        "class": copy.class_id,
        "period": copy.period,
        "total": f"{copy.total.normalize():f}",
        "position": copy.position,
    }
