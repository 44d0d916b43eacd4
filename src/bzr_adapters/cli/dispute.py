"""`bzr explain … --without FACT`: a statement with and without one fact."""

from typing import Any

from bzr_adapters.cli.call import Call, in_zone
from bzr_adapters.cli.month import school_name
from bzr_adapters.documents.facts import Words, corrections
from bzr_adapters.documents.statement import Month
from bzr_adapters.documents.what_if import without_object
from bzr_adapters.reports.without_fact import dispute_lines, pay_impact_lines
from bzr_domain.application.school_reader import SchoolReader, amendments_by_fact
from bzr_domain.application.what_if import DisputedFact
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, did_you_mean
from bzr_domain.rulebook.book import Book


def show_dispute(call: Call, reader: SchoolReader, against: DisputedFact, item: str | None) -> None:
    """Show both statements for people; of one item when it is named."""
    found = against.dispute
    heading = Month(
        school=school_name(reader),
        month=found.difference.before.period,
        as_of=in_zone(reader),
        statements=(),
    )
    name = _item(against, item)
    call.show(dispute_lines(found, heading, _words(reader, against), call.lang, call.ink, name))
    call.show(pay_impact_lines(against.pay_impacts, call.lang, call.ink))


def without_document(reader: SchoolReader, against: DisputedFact, item: str | None) -> dict[str, Any]:
    """The key `without` of the document."""
    return without_object(against.dispute, against.pay_impacts, _words(reader, against), _item(against, item))


def item_id(book: Book, item: str) -> str:
    """The id of the item of that id or name.

    Raises:
        UnknownReference: When there is none.
    """
    name = book.item_named(item)
    if name is None:
        near = did_you_mean(item, book.item_names())
        raise UnknownReference(
            Message(f"没有项目“{item}”;{near.zh}", f"there is no item {item!r}; {near.en}")
        )
    return name


def _item(against: DisputedFact, item: str | None) -> str | None:
    return None if item is None else item_id(against.dispute.difference.before.book, item)


def _words(reader: SchoolReader, against: DisputedFact) -> Words:
    return Words(
        kinds=reader.kinds,
        zone=reader.zone,
        classes={one.id: one.name for one in reader.register.classes.values()},
        amendments=amendments_by_fact([against.history]),
        corrections=corrections([against.history]),
    )
