"""What the records of a candidate show (聘任依据), so that it need not be said again."""

from collections.abc import Iterable
from datetime import date

import attrs

from bzr_domain.facts.history import CurrentFact


@attrs.frozen(kw_only=True)
class Shown:
    """What the records of a teacher show: the day of the training, the certificate, and the facts that say so."""

    training: date | None = None
    certificate: str | None = None
    facts: tuple[str, ...] = ()


def shown(facts: Iterable[CurrentFact], by: date) -> Shown:
    """What a teacher's facts show by a day: a training for the post (岗前), a certificate for mental health (心理健康)."""
    counting = [one for one in facts if one.voided_by is None and one.fact.on <= by]
    trained = [one for one in counting if _says(one, "training.attended", "岗前")]
    certified = [one for one in counting if _says(one, "certificate.held", "心理健康")]
    latest = max(certified, key=lambda one: (one.fact.on, one.order), default=None)
    return Shown(
        training=min((one.fact.on for one in trained), default=None),
        certificate=None if latest is None else latest.fact.note or latest.fact.level,
        facts=tuple(one.id for one in (*trained, *certified)),
    )


def _says(one: CurrentFact, kind: str, word: str) -> bool:
    return one.fact.kind == kind and word in (one.fact.level or "")
