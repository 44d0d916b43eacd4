"""Somebody who acts on a school (操作人): every verb, in one class."""

from bzr_adapters.front_door.decide_appointments import AppointmentActor
from bzr_adapters.front_door.decide_results import ResultActor
from bzr_adapters.front_door.forgetting import PersonActor
from bzr_adapters.front_door.identifying import StudentActor
from bzr_adapters.front_door.record_facts import FactActor


class Actor(FactActor, ResultActor, AppointmentActor, PersonActor, StudentActor):
    """The school as somebody acts on it: immutable, thread-safe; each verb is one transaction, all or nothing."""
