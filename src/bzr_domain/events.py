"""Every event that can be stored: the closed union, for codecs only. A room's own events stand with its aggregates."""

from bzr_domain.appointments.events import AppointmentEvent
from bzr_domain.facts.events import ClassEvent
from bzr_domain.pay.events import PayEvent
from bzr_domain.publication.events import ResultEvent
from bzr_domain.register.clock import ClockAccepted
from bzr_domain.register.events import RegisterEvent
from bzr_domain.register.personal_data import PersonalDataEvent

Event = ClassEvent | RegisterEvent | AppointmentEvent | ResultEvent | PayEvent | ClockAccepted | PersonalDataEvent
