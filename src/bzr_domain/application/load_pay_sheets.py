"""Load pay sheets as a reader knows them."""

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel import streams
from bzr_domain.kernel.replay import replay
from bzr_domain.pay.pay_sheet import PaySheet, evolve, initial


def load_pay_sheet(reader: SchoolReader, month: str) -> PaySheet:
    """Return a month's sheet as known then."""
    stream = streams.of_pay(month)
    return replay(evolve, initial(stream), reader.read_events(stream))


def load_pay_sheets(reader: SchoolReader) -> list[PaySheet]:
    """Return every sheet that was begun, in the order of the months."""
    names = (stream.removeprefix("pay:") for stream in reader.store.streams("pay:"))
    sheets = (load_pay_sheet(reader, name) for name in names)
    return [sheet for sheet in sheets if sheet.state != "none"]
