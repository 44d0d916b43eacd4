"""Follow the school: run it for ever under a supervisor, or by a timer with `--once`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bzr_adapters import BzrError
from examples.django_mirror.inspections.door import get_school
from examples.django_mirror.inspections.following import Mirror


class Command(BaseCommand):
    help = "Copy the school's statements as they move."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done before, and until when to follow."""
        parser.add_argument("--once", action="store_true", help="until the last event there is now")
        parser.add_argument(
            "--refresh", metavar="MONTH", help="copy a whole month first, as each night for the running one"
        )
        parser.add_argument(
            "--rebuild", action="store_true", help="drop the copies first: the school has another history"
        )

    def handle(self, **options: Any) -> None:
        """Follow."""
        school = get_school()
        mirror = Mirror(school)
        try:
            if options["rebuild"]:
                mirror.rebuild()
            if options["refresh"]:
                mirror.refresh(options["refresh"])
            mirror.follow(until=school.head() if options["once"] else None)
        except BzrError as error:
            hint = " (--rebuild)" if error.code == "bookmark.other-history" else ""
            raise CommandError(f"{error}{hint}") from error
