"""Which right a verb of the front door needs (权限), and whether somebody has it."""

from bzr_adapters.bootstrap import ShippedShelf
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Message, UnknownReference
from bzr_domain.register.people import SETUP
from bzr_domain.register.personal_data import ERASE, IDENTIFY, RESTRICT
from bzr_domain.register.rights import check_right, check_right_to_amend, check_usual_right

_STEPS = {
    "declare": SETUP,
    "record": "record",
    "record_json": "record",
    "correct": "correct",
    "void": "void",
    "publish": "result.publish",
    "finalize": "result.finalise",
    "appeal": "appeal.file",
    "uphold": "appeal.decide",
    "reject": "appeal.decide",
    "pay.prepare": "pay.prepare",
    "pay.review": "pay.review",
    "pay.approve": "pay.approve",
    "pay.hand_over": "pay.hand-over",
    "pay.mark_paid": "pay.pay",
    "pay.send_back": "pay.return",
    "appoint.propose": "appoint.propose",
    "appoint.decide": "appoint.decide",
    "appoint.publish": "appoint.publish",
    "appoint.start": "appoint.start",
    "appoint.end": "appoint.end",
    "appoint.substitute": "appoint.substitute",
    "join_studio": "appoint.studio",
    "erase": ERASE,
    "redact": ERASE,
    "restrict": RESTRICT,
    "identify": IDENTIFY,
}
"""Verb → the step that a right names; a desk's verb with its desk before it."""
_VERBS = {step: step for step in _STEPS.values()} | _STEPS
"""A step may be written as the rights of a school name it too."""


def has_right(reader: SchoolReader, actor: str, verb: str, subject: str) -> bool:
    """Return whether somebody has the right to a verb; `subject` is the kind of fact to record, by id or label.

    Raises:
        UnknownReference: When there is no such verb or kind.
    """
    if verb not in _VERBS:
        what = Message(f"没有“{verb}”这个动作", f"there is no verb {verb!r}")
        raise UnknownReference.among(what, verb, _STEPS, code="argument.unknown-verb")
    step = _VERBS[verb]
    if step == SETUP:
        return check_right_to_amend(reader.register, actor, ShippedShelf().usual_right(SETUP)) is None
    if step in (ERASE, RESTRICT, IDENTIFY):
        return check_usual_right(reader.register, actor, ShippedShelf().usual_right(step)) is None
    if step == "record" and subject:
        step = f"record.{reader.find_kind_id(subject)}"
    return check_right(reader.register, actor, step) is None
