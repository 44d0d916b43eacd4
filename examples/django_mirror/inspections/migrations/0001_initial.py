"""The tables as they are at first."""

import uuid

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Follower",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("bookmark", models.CharField(default="start", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("inspector", models.CharField(max_length=80)),
                ("class_id", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=80)),
                ("count", models.PositiveIntegerField(default=1)),
                ("cancelled", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="OutboxCommand",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("command", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("actor", models.CharField(max_length=80)),
                ("verb", models.CharField(max_length=8)),
                ("arguments", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("receipt", models.JSONField(editable=False, null=True)),
                ("problem", models.JSONField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("class_id", models.CharField(max_length=40)),
                ("period", models.CharField(max_length=40)),
                ("total", models.DecimalField(decimal_places=6, max_digits=18)),
                ("position", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("class_id", "period"), name="a_statement_once")],
            },
        ),
    )
