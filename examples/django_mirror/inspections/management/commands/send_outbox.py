"""Send the school what waits in the outbox: by a timer, or after each request that changed something."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bzr_adapters import BzrError
from examples.django_mirror.inspections.door import get_school
from examples.django_mirror.inspections.outbox import send_outbox


class Command(BaseCommand):
    help = "Send the school what waits in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--again`."""
        parser.add_argument("--again", action="store_true", help="what was sent too: the school lost some of it")

    def handle(self, **options: Any) -> None:
        """Send."""
        try:
            send_outbox(get_school(), again=options["again"])
        except BzrError as error:
            raise CommandError(f"the rest waits: {error}") from error
