"""From our tables to the school: send what waits, each command under its id, and mark what became of it.

A worker that is stopped between sending and marking sends the command once more, and gets the receipt of the first time.
So two workers do no harm either.
"""

from bzr_adapters import Invalid, NotFound, Receipt, Refused, School
from examples.django_mirror.inspections.models import OutboxCommand


def send_outbox(school: School, *, again: bool = False) -> None:
    """Send what waits, in its order.

    Args:
        again: Send also what has a receipt: the school knows what it has. After it was restored from a backup, this brings
            back what it lost.

    Raises:
        BzrError: When the school cannot take a command just now: it goes on waiting, and so do those behind it.
    """
    chosen = OutboxCommand.objects.filter(problem__isnull=True)
    for entry in chosen if again else chosen.filter(receipt__isnull=True):
        this = OutboxCommand.objects.filter(id=entry.id)
        try:
            receipt = _send(school, entry)
        except (Invalid, NotFound, Refused) as error:  # a no to this very command, unless another worker got a yes
            this.filter(receipt__isnull=entry.receipt is None).update(problem=error.to_dict())
        else:
            this.update(receipt=receipt.to_dict(), problem=None)


def _send(school: School, entry: OutboxCommand) -> Receipt:
    actor, command, arguments = school.acting(entry.actor), str(entry.command), entry.arguments
    match entry.verb:
        case "record":
            return actor.record(arguments["rows"], command=command)
        case "correct":
            return actor.correct(arguments["fact"], arguments["changes"], reason=arguments["reason"], command=command)
        case verb:
            assert verb == "void"
            return actor.void(arguments["fact"], reason=arguments["reason"], command=command)
