"""Which stream each aggregate is kept in; those of facts stand in `bzr_domain.facts.streams`.

Streams stay short, so that replaying one is quick however large the school's store has grown.
"""

REGISTER = "register"
APPOINTMENT = "appointment:"
STUDIO = "studio:"
RESULT = "result:"
PAY = "pay:"


def of_result(class_id: str, period: str) -> str:
    """Return the stream of a class's result for a period (考核结果)."""
    return f"{RESULT}{class_id}:{period}"


def of_pay(period: str) -> str:
    """Return the stream of a month's pay sheet (绩效表)."""
    return f"{PAY}{period}"


def of_appointments(class_id: str) -> str:
    """Return the stream of a class's appointments (聘任) and substitutes."""
    return f"{APPOINTMENT}{class_id}"


def of_studio(name: str) -> str:
    """Return the stream of a studio (工作室)."""
    return f"{STUDIO}{name}"
