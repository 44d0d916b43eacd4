"""The tables: the app's own, the outbox, the copies of statements, and the place up to which they are copied."""

from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Inspection(models.Model):
    """What an inspector found in a class: the app's own table; its id is the fact's id in the school."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    inspector = models.CharField(max_length=80)
    class_id = models.CharField(max_length=40)
    day = models.DateField()
    kind = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=1)
    cancelled = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.day} {self.class_id} {self.kind} {self.count}"


class OutboxCommand(models.Model):
    """A command for the school, written with the change that it tells of.

    It waits as long as it has neither a receipt, from the school that carried it out, nor a problem, from the school that
    said no: an error document for a person to look at. Who empties `problem` has it sent again.
    """

    id = models.BigAutoField(primary_key=True)
    command = models.UUIDField(unique=True, default=uuid4, editable=False)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=8)  # record, correct or void
    arguments = models.JSONField(encoder=DjangoJSONEncoder)  # numbers with a point as text, so to the digit
    receipt = models.JSONField(null=True, editable=False)
    problem = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.verb} {self.command}"


class Statement(models.Model):
    """A copy of what a class's statement comes to, as read at a position of the school's log."""

    class_id = models.CharField(max_length=40)
    period = models.CharField(max_length=40)
    total = models.DecimalField(max_digits=18, decimal_places=6)
    position = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("class_id", "period"), name="a_statement_once"),)

    def __str__(self) -> str:
        return f"{self.class_id} {self.period} {self.total}"


class Follower(models.Model):
    """A place in the school's log: up to there the copies are made."""

    name = models.CharField(primary_key=True, max_length=40)
    bookmark = models.CharField(max_length=200, default="start")

    def __str__(self) -> str:
        return f"{self.name} {self.bookmark}"
