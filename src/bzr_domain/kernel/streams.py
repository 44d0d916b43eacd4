"""Which stream each aggregate is kept in; those of facts stand in `bzr_domain.facts.streams`.

Streams stay short, so that replaying one is quick however large the school's store has grown.
"""

REGISTER = "register"
CLOCK = "clock"
APPOINTMENT = "appointment:"
STUDIO = "studio:"
RESULT = "result:"
PAY = "pay:"
PERSONS = "persons"
"""What was erased of persons, and restricted."""


def of_result(class_id: str, period: str, purpose: str = "") -> str:
    """Return the stream of a class's result for a period (考核结果), of the usual purpose or another.

    >>> of_result("g1c1", "2024-09"), of_result("g1c1", "2024-09", "allowance")
    ('result:g1c1:2024-09', 'result:g1c1:2024-09:allowance')
    """
    return f"{RESULT}{class_id}:{_add_purpose(period, purpose)}"


def read_result(stream: str) -> tuple[str, str, str]:
    """Return the class, the period and the purpose of a result's stream."""
    class_id, _, rest = stream.removeprefix(RESULT).partition(":")
    return class_id, *_split_purpose(rest)


def of_pay(period: str, purpose: str = "") -> str:
    """Return the stream of a month's pay sheet (绩效表), of the usual purpose or another."""
    return f"{PAY}{_add_purpose(period, purpose)}"


def read_pay(stream: str) -> tuple[str, str]:
    """Return the month and the purpose of a pay sheet's stream.

    >>> read_pay("pay:2024-09"), read_pay("pay:2024-09:allowance")
    (('2024-09', ''), ('2024-09', 'allowance'))
    """
    return _split_purpose(stream.removeprefix(PAY))


def _add_purpose(period: str, purpose: str) -> str:
    # Ids, periods and purposes hold no colon.
    return f"{period}:{purpose}" if purpose else period


def _split_purpose(text: str) -> tuple[str, str]:
    period, _, purpose = text.partition(":")
    return period, purpose


def of_appointments(class_id: str) -> str:
    """Return the stream of a class's appointments (聘任) and substitutes."""
    return f"{APPOINTMENT}{class_id}"


def of_studio(name: str) -> str:
    """Return the stream of a studio (工作室)."""
    return f"{STUDIO}{name}"
