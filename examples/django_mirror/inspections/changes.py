"""What the app does: each change of a table of its own, and beside it, in one transaction, the command that tells the school."""

from datetime import date

from django.db import transaction

from examples.django_mirror.inspections.models import Inspection, OutboxCommand


@transaction.atomic
def add_inspection(inspector: str, class_id: str, day: date, kind: str, count: int = 1) -> Inspection:
    """Keep what was found, and have it recorded."""
    inspection = Inspection.objects.create(inspector=inspector, class_id=class_id, day=day, kind=kind, count=count)
    row = {"id": str(inspection.id), "date": day, "class": class_id, "fact": kind, "count": count}
    _put_in_outbox(inspector, "record", rows=[row])
    return inspection


@transaction.atomic
def change_count(inspection: Inspection, count: int, *, by: str, reason: str) -> None:
    """Keep another count, and have the fact corrected."""
    inspection.count = count
    inspection.save(update_fields=["count"])
    _put_in_outbox(by, "correct", fact=str(inspection.id), changes={"count": count}, reason=reason)


@transaction.atomic
def cancel_inspection(inspection: Inspection, *, by: str, reason: str) -> None:
    """Cancel an inspection, and have the fact voided."""
    inspection.cancelled = True
    inspection.save(update_fields=["cancelled"])
    _put_in_outbox(by, "void", fact=str(inspection.id), reason=reason)


def _put_in_outbox(actor: str, verb: str, **arguments: object) -> None:
    OutboxCommand.objects.create(actor=actor, verb=verb, arguments=arguments)
