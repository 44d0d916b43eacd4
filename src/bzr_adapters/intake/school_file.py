"""Read a school file (`school.toml`) into a declaration; every fault of the file is named at once."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs

from bzr_adapters.intake.rulebook_files import find_shipped_rulebook, load_registered_text, read_common_kinds
from bzr_adapters.intake.shipped_rights import list_shipped_rights, list_usual_rights
from bzr_adapters.intake.toml_files import read_toml_text
from bzr_domain.kernel.hidden_characters import name_hidden
from bzr_domain.kernel.messages import BzrError, Message, Problem
from bzr_domain.register.calendar import Term
from bzr_domain.register.class_names import find_stage
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.people import ROLES, People, Person, Right
from bzr_domain.register.roster import STAGES, Adoption, ClassChange, RulebookText, SchoolClass, SchoolProfile, Tenure
from bzr_domain.rulebook.parse_rulebook import parse_adopted_rulebook
from bzr_domain.rulebook.toml_faults import load_toml
from bzr_domain.rulebook.toml_values import TableReader

_ROLE_BY_TITLE = {title: role for role, title in ROLES.items()}
_TABLES = ("school", "term", "class", "tenure", "draft", "adopt", "person", "right")


def read_school(path: Path) -> Declaration | tuple[Problem, ...]:
    """Return the declaration a school file makes, or every problem of the file."""
    text = read_toml_text(path)
    tables = load_toml(text) if isinstance(text, str) else text
    if isinstance(tables, Problem):
        return (attrs.evolve(tables, sheet=path.name),)
    return read_declaration(tables, path.parent, path.name)


def read_declaration(
    tables: Mapping[str, object], folder: Path = Path(), name: str = "declaration"
) -> Declaration | tuple[Problem, ...]:
    """Return the declaration that the tables of a school file make, or every problem in them.

    Args:
        folder: Where the rulebooks are that are named by a path.
        name: How the whole is called in messages.
    """
    problems: list[Problem] = []
    whole = TableReader(tables, name, problems)
    whole.reject_unknown_words(_TABLES)
    texts, adoptions, shipped = _read_adoptions(whole, folder)
    declaration = Declaration(
        school=_read_school(_find_table(whole, "school")),
        terms=tuple(_read_term(reader) for reader in _list_tables(whole, "term")),
        classes=tuple(_read_class(reader) for reader in _list_tables(whole, "class")),
        tenures=tuple(_read_tenure(reader) for reader in _list_tables(whole, "tenure")),
        drafted=_read_drafts(_list_tables(whole, "draft"), folder),
        rulebooks=tuple(texts.values()),
        adoptions=tuple(adoptions),
        shipped=tuple(shipped),
        people=read_people(
            _list_tables(whole, "person"),
            _list_tables(whole, "right"),
            _find_kinds(texts.values()),
        ),
    )
    return tuple(problems) or declaration


def _find_kinds(texts: Iterable[RulebookText]) -> set[str]:
    """Return the fact kinds of the rulebooks adopted, and those that every rulebook knows."""
    common = {kind["id"] for kind in tomllib.loads(read_common_kinds())["kind"]}
    return common.union(*(parse_adopted_rulebook(text.text, text.kinds).kinds for text in texts))


def _list_tables(whole: TableReader, name: str) -> list[TableReader]:
    value = whole.table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        whole.add_problem(
            name, f"应写作 [[{name}]],在数据中写列表", f"write [[{name}]]; in data, a list", code="table.bad-brackets"
        )
        return []
    return [
        _refuse_hidden(TableReader(table, f"[[{name}]] {table.get('id', index)}", whole.problems))
        for index, table in enumerate(value, 1)
    ]


def _find_table(whole: TableReader, name: str) -> TableReader:
    value = whole.table.get(name, {})
    if not isinstance(value, dict):
        whole.add_problem(
            name, f"应写作 [{name}],在数据中写映射", f"write [{name}]; in data, a mapping", code="table.bad-brackets"
        )
        value = {}
    return _refuse_hidden(TableReader(value, f"[{name}]", whole.problems))


def _refuse_hidden(reader: TableReader) -> TableReader:
    """Add a problem for each text of a table in which a character stands that nobody sees; a reason may have several lines."""
    for word, value in reader.table.items():
        texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
        lines = [line for text in texts for line in (text.split("\n") if word == "reason" else [text])]
        for hidden in filter(None, map(name_hidden, lines)):
            zh, en = f"含有不可见的字符{hidden}", f"holds the character {hidden}, which nobody sees"
            reader.add_problem(word, zh, en, _DELETE, code="table.hidden-character")
    return reader


_DELETE = Message("删去这个字符", "delete that character")


def _read_school(reader: TableReader) -> SchoolProfile:
    reader.reject_unknown_words(("name", "timezone"))
    zone = reader.read_text("timezone", "Asia/Shanghai")
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        hint = Message("如 Asia/Shanghai", "such as Asia/Shanghai")
        reader.add_problem(
            "timezone", f"没有时区“{zone}”", f"there is no time zone {zone!r}", hint, code="table.unknown-name"
        )
    return SchoolProfile(name=reader.read_text("name"), timezone=zone)


def _read_term(reader: TableReader) -> Term:
    reader.reject_unknown_words(("id", "start", "end", "holidays", "workdays"))
    return Term(
        id=_read_id(reader),
        start=_require_day(reader, "start"),
        end=_require_day(reader, "end"),
        holidays=_read_days(reader, "holidays"),
        workdays=_read_days(reader, "workdays"),
    )


def _read_class(reader: TableReader) -> SchoolClass:
    reader.reject_unknown_words(_CLASS_WORDS)
    changes = [_read_class_change(change) for change in _list_changes(reader)]
    return SchoolClass(
        id=_read_id(reader),
        name=reader.read_text("name"),
        stage=_read_stage(reader),
        grade=reader.read_text("grade", ""),
        students=_read_whole_number(reader, "students"),
        class_type=reader.read_text("class_type", "") or None,
        college=reader.read_text("college", "") or None,
        start=reader.read_day("from"),
        end=reader.read_day("to"),
        aliases=tuple(reader.read_texts("aliases")),
        changes=tuple(sorted(changes, key=lambda change: change.start)),
    )


def _read_stage(reader: TableReader) -> str:
    """Return the stage (学段), written in Chinese or English."""
    written = reader.table.get("stage", "senior")
    stage = find_stage(written) if isinstance(written, str) else None
    if stage is None:
        hint = Message("小学、初中、高中或大学", ", ".join(STAGES))
        reader.add_problem("stage", f"没有“{written}”", f"there is no {written!r}", hint, code="table.unknown-name")
    return stage or "senior"


_CLASS_WORDS = ("id", "name", "stage", "college", "grade", "class_type", "students", "from", "to", "aliases", "change")
_CHANGE_WORDS = ("from", "name", "stage", "college", "grade", "class_type", "students", "aliases")


def _list_changes(reader: TableReader) -> list[TableReader]:
    """Return the changes of a class (`[[class.change]]`)."""
    value = reader.table.get("change", [])
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        reader.add_problem("change", "应写作 [[class.change]]", "write [[class.change]]", code="table.bad-brackets")
        return []
    where = f"[[class.change]] {reader.table.get('id', '')}"
    return [
        _refuse_hidden(TableReader(table, f"{where} {table.get('from', index)}", reader.problems))
        for index, table in enumerate(value, 1)
    ]


def _read_class_change(reader: TableReader) -> ClassChange:
    reader.reject_unknown_words(_CHANGE_WORDS)
    table = reader.table
    return ClassChange(
        start=_require_day(reader, "from"),
        name=reader.read_text("name") if "name" in table else None,
        stage=_read_stage(reader) if "stage" in table else None,
        grade=reader.read_text("grade", "") if "grade" in table else None,
        students=_read_whole_number(reader, "students"),
        class_type=reader.read_text("class_type", "") if "class_type" in table else None,
        college=reader.read_text("college", "") if "college" in table else None,
        aliases=tuple(reader.read_texts("aliases")) if "aliases" in table else None,
    )


def _read_tenure(reader: TableReader) -> Tenure:
    reader.reject_unknown_words(("teacher", "name", "class", "from", "to", "years_before", "reason", "approved_by"))
    teacher = reader.read_text("teacher")
    return Tenure(
        teacher=teacher,
        name=reader.read_text("name", teacher),
        class_id=reader.read_text("class"),
        start=_require_day(reader, "from"),
        end=reader.read_day("to"),
        years_before=_read_whole_number(reader, "years_before") or 0,
        reason=reader.read_text("reason", "").strip(),
        approved_by=reader.read_text("approved_by", "").strip(),
    )


def _read_adoptions(
    whole: TableReader, folder: Path
) -> tuple[dict[str, RulebookText], list[Adoption], list[tuple[Adoption, str]]]:
    """Return the rulebooks by digest, the adoptions, and of those that name a shipped rulebook the name."""
    texts: dict[str, RulebookText] = {}
    adoptions, shipped = [], []
    for reader in _list_tables(whole, "adopt"):
        reader.reject_unknown_words(("rulebook", "from", "to", "stage", "college", "grade", "class", "for"))
        text = _load_rulebook(reader, folder)
        if text is None:
            continue
        texts[text.digest] = text
        scope = {name: str(reader.table[word]) for word, name in _SCOPES.items() if word in reader.table}
        if "stage" in scope:
            scope["stage"] = _read_stage(reader)
        start, end = _require_day(reader, "from"), reader.read_day("to")
        adoptions.append(Adoption(rulebook=text.digest, start=start, end=end, **scope))
        name = reader.table["rulebook"]
        if isinstance(name, str) and find_shipped_rulebook(name) is not None:
            shipped.append((adoptions[-1], name))
    return texts, adoptions, shipped


def _read_drafts(readers: Iterable[TableReader], folder: Path) -> tuple[RulebookText, ...]:
    """Return the texts of the rulebooks that are drafted, each once."""
    texts: dict[str, RulebookText] = {}
    for reader in readers:
        reader.reject_unknown_words(("rulebook",))
        text = _load_rulebook(reader, folder)
        texts |= {} if text is None else {text.digest: text}
    return tuple(texts.values())


_SCOPES = {"stage": "stage", "college": "college", "grade": "grade", "class": "class_id", "for": "purpose"}


def _load_rulebook(reader: TableReader, folder: Path) -> RulebookText | None:
    read_already = reader.table.get("rulebook")
    if isinstance(read_already, RulebookText):
        return read_already
    name = reader.read_text("rulebook")
    if not name:
        return None
    try:
        return load_registered_text(name, folder)
    except BzrError as error:
        reader.add_problem("rulebook", error.message.zh, error.message.en, code=error.code)
        reader.problems.extend(attrs.evolve(problem, sheet=problem.sheet or name) for problem in error.problems)
        return None


def _read_id(reader: TableReader) -> str:
    value = reader.read_text("id").strip()
    if ":" in value:
        reader.add_problem("id", "编号不能含冒号", "an id cannot hold a colon", code="table.bad-value")
    return value


def _require_day(reader: TableReader, word: str) -> date:
    if word not in reader.table:
        reader.add_problem(word, "缺少日期", "a day is needed", code="table.word-missing")
    return reader.read_day(word) or date.min


def _read_days(reader: TableReader, word: str) -> tuple[date, ...]:
    value = reader.table.get(word, [])
    if isinstance(value, list) and all(type(day) is date for day in value):
        return tuple(sorted(set(value)))
    reader.add_problem(
        word, "应为日期列表,如 [2024-09-16]", "a list of days such as [2024-09-16] is expected", code="table.bad-value"
    )
    return ()


def _read_whole_number(reader: TableReader, word: str) -> int | None:
    number = reader.read_number(word)
    if number is None:
        return None
    if number < 0 or number != int(number):
        reader.add_problem(
            word,
            f"应为不小于0的整数,而不是{number}",
            f"a whole number of at least 0, not {number}",
            code="table.bad-value",
        )
    return int(number)


def read_people(persons: Sequence[TableReader], rights: Sequence[TableReader], kinds: Collection[str]) -> People:
    """Return the persons with every right: the school's own, and the shipped ones for all other steps.

    A school without persons has no rights either: everybody may do everything.

    Args:
        kinds: The fact kinds that a right can be about.
    """
    everybody = tuple(_read_person(reader) for reader in persons)
    shipped = list_shipped_rights()
    known = {right.step: right for right in (*shipped, *list_usual_rights())}
    own = tuple(_read_right(reader, known, kinds) for reader in rights)
    if not everybody:
        for reader in rights[:1]:
            hint = Message("请用 [[person]] 登记人员和角色", "register people and roles as [[person]]")
            reader.add_problem("roles", "没有登记任何人员", "no person is registered", hint, code="register.no-persons")
        return People()
    own_steps = {right.step for right in own}
    return People(persons=everybody, rights=(*own, *(right for right in shipped if right.step not in own_steps)))


def _read_person(reader: TableReader) -> Person:
    reader.reject_unknown_words(("name", "roles", "account"))
    account = " ".join(reader.read_text("account", "").split())
    return Person(name=reader.read_text("name"), roles=_read_roles(reader), account=account)


def _read_roles(reader: TableReader) -> tuple[str, ...]:
    """Return the roles by their ids; each may be written by its Chinese word."""
    return tuple(_ROLE_BY_TITLE.get(role, role) for role in reader.read_texts("roles"))


def _read_right(reader: TableReader, shipped: dict[str, Right], kinds: Collection[str]) -> Right:
    reader.reject_unknown_words(("step", "record", "roles", "title", "cite"))
    if ("step" in reader.table) == ("record" in reader.table):
        reader.add_problem(
            "step", "step 和 record 写且只写一个", "write either step or record", code="table.words-conflict"
        )
        return Right(step="", roles=_read_roles(reader))
    word = "step" if "step" in reader.table else "record"
    name = reader.read_text(word)
    steps = [step for step in shipped if not step.startswith("record.")]
    known = steps if word == "step" else kinds
    reader.check_name(word, name, known)
    step = name if word == "step" else f"record.{name}"
    usual = shipped.get(step) or shipped["record"]
    return Right(
        step=step,
        roles=_read_roles(reader),
        title=reader.read_text("title", usual.title),
        cite=reader.read_text("cite", ""),
    )
