"""Find a teacher by id or name (教师): among those who have or had a class, as somebody writes them in a command."""

from bzr_domain.kernel.messages import Message, UnknownReference
from bzr_domain.kernel.names import index_names, normalize_name
from bzr_domain.register.school_register import SchoolRegister


def identify_teacher(register: SchoolRegister, ref: str, name: str) -> tuple[str, str]:
    """Return the id and the name of a teacher: of one who has or had a class, or of a newcomer whose name is given.

    Raises:
        UnknownReference: When nobody or several people are meant, or a known id is given another name.
    """
    names = {tenure.teacher: tenure.name for tenure in register.tenures}
    ids = _list_ids(register, ref)
    if len(ids) > 1:
        listed = "、".join(ids)
        raise UnknownReference.of(
            f"教师“{ref}”有{len(ids)}位,请写编号:{listed}",
            f"{ref!r} can mean {listed}; write the id",
            code="fact.ambiguous-teacher",
            near=ids,
        )
    if ids:
        known = names[ids[0]]
        if name and normalize_name(name) not in (normalize_name(known), normalize_name(ref)):
            raise UnknownReference.of(
                f"教师{ids[0]}叫{known},不叫{name}",
                f"teacher {ids[0]} is {known}, not {name}",
                code="register.two-names",
            )
        return ids[0], known
    if not name:
        what = Message(
            f"没有教师“{ref}”;初次登记的教师请加 --name 姓名",
            f"there is no teacher {ref!r}; a newcomer needs --name NAME",
        )
        raise UnknownReference.among(what, ref, [*names, *names.values()], code="fact.unknown-teacher")
    return ref, name


def identify_mentor(register: SchoolRegister, ref: str) -> str:
    """Return the mentor's id where it is a teacher of the register, else the name as it was written."""
    ids = _list_ids(register, ref)
    return ids[0] if len(ids) == 1 else ref


def _list_ids(register: SchoolRegister, ref: str) -> list[str]:
    """Return the ids of the teachers that an id or a name can mean."""
    return sorted(index_names((t.teacher, t.name) for t in register.tenures).get(normalize_name(ref), ()))
