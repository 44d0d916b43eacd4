"""What was voided or corrected, for people (作废、更正)."""

from bzr_adapters.front_door.values import Receipt
from bzr_domain.facts.events import FactCorrected, FactVoided
from bzr_domain.kernel.messages import Message


def describe_amendment(receipt: Receipt) -> Message | None:
    """Return what was voided or corrected, and by which entry; None where nothing was."""
    for event in receipt.source:
        match event:
            case FactVoided():
                return Message(f"已作废 {event.target}(记录 {event.id})", f"voided {event.target} (entry {event.id})")
            case FactCorrected():
                return Message(
                    f"已更正 {event.target}(记录 {event.id})", f"corrected {event.target} (entry {event.id})"
                )
    return None
