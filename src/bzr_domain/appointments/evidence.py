"""The evidence for a candidate (聘任依据): what the records of a teacher show, so that it need not be said again."""

from collections.abc import Iterable
from datetime import date

import attrs

from bzr_domain.facts.fact_history import CurrentFact


@attrs.frozen(kw_only=True)
class Evidence:
    """What the records of a teacher show: the day of the training, the certificate, and the facts that say so."""

    training: date | None = None
    certificate: str | None = None
    facts: tuple[str, ...] = ()


def find_evidence(facts: Iterable[CurrentFact], by: date) -> Evidence:
    """Return what a teacher's facts show by a day: a training for the post (岗前), a certificate (心理健康)."""
    counting = [current for current in facts if current.voided_by is None and current.fact.on <= by]
    trainings = [current for current in counting if _mentions(current, "training.attended", "岗前")]
    certificates = [current for current in counting if _mentions(current, "certificate.held", "心理健康")]
    latest = max(certificates, key=lambda current: (current.fact.on, current.order), default=None)
    return Evidence(
        training=min((current.fact.on for current in trainings), default=None),
        certificate=None if latest is None else latest.fact.note or latest.fact.level,
        facts=tuple(current.id for current in (*trainings, *certificates)),
    )


def _mentions(current: CurrentFact, kind: str, word: str) -> bool:
    return current.fact.kind == kind and word in (current.fact.level or "")
