"""From the school to our tables: copy what moved, and keep the place beside it in the same transaction.

So each batch has its effect exactly once, however often the process is stopped.
"""

from collections.abc import Mapping

from django.db import transaction

import bzr_adapters as bzr
from examples.django_mirror.inspections.models import Follower, Statement

NAME = "statements"


class MovedByAnother(Exception):
    """Another process moved the place meanwhile, and nothing was written: one follower is enough."""


class Mirror:
    """Keeps our copies of a school's statements in step with it, from the place where they stand."""

    def __init__(self, school: bzr.School) -> None:
        self._school = school
        self._bookmark = str(Follower.objects.get_or_create(name=NAME)[0].bookmark)

    def follow(self, *, until: int | None = None) -> None:
        """Copy what moves, up to a position, or for ever.

        Raises:
            Invalid: With the code `bookmark.other-history`, where the store is another one or was restored from a backup:
                rebuild the copies.
        """
        self._school.subscribe(NAME, self.take, after=bzr.Bookmark(self._bookmark)).run(until=until)

    def take(self, batch: bzr.Batch) -> None:
        """Copy what a batch moved, and keep its bookmark: both, or neither."""
        self._write({place: self._ask(*place) for place in batch.moved}, str(batch.bookmark))

    def refresh(self, month: str) -> None:
        """Copy a whole month: what the calendar alone moves, such as a day that is over, has no event."""
        statements = self._school.month(month).statements
        self._write({(statement.class_id, statement.period.id): statement for statement in statements}, self._bookmark)

    def rebuild(self) -> None:
        """Drop the copies; the next batch is the first one."""
        with transaction.atomic():
            Follower.objects.filter(name=NAME).update(bookmark="start")
            Statement.objects.all().delete()
        self._bookmark = "start"

    def _ask(self, class_id: str, period: str) -> bzr.Statement | None:
        try:
            return self._school.statement(class_id, period)
        except bzr.NotFound:  # the class, the term or the rulebook is there no more
            return None

    def _write(self, statements: Mapping[tuple[str, str], bzr.Statement | None], bookmark: str) -> None:
        with transaction.atomic():
            # First of all, so that a second follower waits here, and then finds that the place has moved.
            if not Follower.objects.filter(name=NAME, bookmark=self._bookmark).update(bookmark=bookmark):
                raise MovedByAnother
            for (class_id, period), statement in statements.items():
                place = {"class_id": class_id, "period": period}
                if statement is None:
                    Statement.objects.filter(**place).delete()
                else:
                    values = {"total": statement.total, "position": statement.position}
                    Statement.objects.update_or_create(**place, defaults=values)
        self._bookmark = bookmark
