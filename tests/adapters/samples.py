"""One event of every kind, as it stands in the golden files; `python -m tests.adapters.samples` writes missing ones."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from bzr_adapters.storage.codec import make_encoder
from bzr_domain.appointments.events import (
    AppointmentDecided,
    AppointmentEnded,
    AppointmentProposed,
    AppointmentPublished,
    AppointmentStarted,
    StudioJoined,
    SubstituteNamed,
    Waiver,
)
from bzr_domain.events import Event
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactReferred, FactVoided, TotalPrinted
from bzr_domain.facts.fact import Fact
from bzr_domain.pay.events import Adjustment, NewerFigure, PayLine, PayPart, PayPrepared, PayStepTaken
from bzr_domain.publication.events import (
    AppealDecided,
    AppealFiled,
    Figures,
    ResultFinalised,
    ResultPublished,
)
from bzr_domain.register.calendar import Term
from bzr_domain.register.clock import ClockAccepted
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    PastCorrected,
    PersonRegistered,
    PersonWithdrawn,
    RightRegistered,
    RightWithdrawn,
    RulebookAdopted,
    RulebookDrafted,
    RulebookRegistered,
    SchoolRegistered,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.people import Person, Right
from bzr_domain.register.personal_data import PersonalDataErased, PersonalDataRestricted, PersonalDataShown
from bzr_domain.register.roster import Adoption, ClassChange, SchoolClass, SchoolProfile, Tenure

GOLDEN = Path(__file__).parents[1] / "golden"
DAY = date(2024, 9, 3)
FACT = Fact(
    kind="hygiene.score",
    on=DAY,
    class_id="七(1)",
    value=Decimal("96.50"),
    place="东楼\t二层",
    note='"走廊"有纸屑',
    recorder="李老师",
    own=(("asked", "2024-09-02"), ("student", "王某")),
)
TERM = Term(
    id="2024-autumn",
    start=date(2024, 9, 2),
    end=date(2025, 1, 17),
    holidays=(date(2024, 10, 1), date(2024, 10, 2)),
    workdays=(date(2024, 9, 29),),
)
TENURE = Tenure(
    teacher="t-017", name="王老师", class_id="七(1)", start=DAY, years_before=6, reason="借调", approved_by="刘校长"
)
ADOPTION = Adoption(
    rulebook="0" * 64, start=DAY, end=date(2025, 7, 31), stage="junior", college="信息学院", purpose="allowance"
)
FIGURES = Figures(
    teacher="t-017",
    rulebook="0" * 64,
    total=Decimal("94.50"),
    items=(("hygiene", Decimal("18.50")),),
    outcomes=(("pay.scheme-1", "600.00"), ("barred", "false"), ("grade", "")),
)
LINE = PayLine(
    teacher="t-017",
    name="王老师",
    base=Decimal("600.00"),
    assessment=Decimal("450.00"),
    seniority=Decimal("300.00"),
    parts=(
        PayPart(
            class_id="七(1)",
            total=Decimal("59.50"),
            full=Decimal("600.00"),
            amount=Decimal("450.00"),
            served=20,
            school_days=20,
        ),
    ),
    adjustments=(
        Adjustment(period="2024-06", paid=Decimal("450.00"), owed=Decimal("600.00"), amount=Decimal("150.00")),
    ),
    payable=Decimal("900.00"),
)

SAMPLES: tuple[Event, ...] = (
    FactRecorded(id="f-1", fact=FACT, sheet="九月.xlsx"),
    FactVoided(id="v-1", target="f-1", reason="记错班级", sheet="九月.xlsx"),
    FactCorrected(id="k-1", target="f-1", fields=("value", "note"), after=FACT, reason="复查", sheet="九月.xlsx"),
    FactReferred(fact="f-1", home="class:七(2):2024-autumn"),
    TotalPrinted(id="p-1", class_id="七(1)", on=DAY, total=Decimal("3.5"), kinds=("late",), sheet="榜.xlsx"),
    PastCorrected(reason="开学时登记错了"),
    SchoolRegistered(school=SchoolProfile(name="实验中学", timezone="Asia/Shanghai")),
    TermRegistered(term=TERM),
    TermWithdrawn(id="2024-autumn"),
    ClassRegistered(
        school_class=SchoolClass(
            id="七(1)",
            name="七年级一班",
            stage="junior",
            grade="七",
            students=45,
            class_type="创新班",
            college="信息学院",
            start=DAY,
            aliases=("七1班",),
            changes=(
                ClassChange(start=date(2025, 9, 1), name="八年级一班", grade="八", students=43),
                ClassChange(start=date(2026, 9, 1), stage="senior", class_type="", college="", aliases=()),
            ),
        )
    ),
    ClassWithdrawn(id="七(1)"),
    TenureRegistered(tenure=TENURE),
    TenureWithdrawn(tenure=TENURE),
    RulebookRegistered(
        id="demo",
        version=2,
        digest="0" * 64,
        text='[rulebook]\nid = "demo"\nversion = 2\n',
        kinds='[[kind]]\nid = "late"\n',
    ),
    RulebookDrafted(id="demo", version=3, digest="1" * 64, text='[rulebook]\nid = "demo"\nversion = 3\n', kinds=""),
    RulebookAdopted(adoption=ADOPTION),
    AdoptionWithdrawn(adoption=ADOPTION),
    ResultPublished(
        class_id="七(1)",
        period="2024-09",
        figures=FIGURES,
        digest="f" * 64,
        asked_on=DAY,
        until=date(2024, 9, 10),
        purpose="allowance",
        scoring_meaning=2,
        nothing_recorded="全月实习",
    ),
    AppealFiled(
        id="a-1",
        class_id="七(1)",
        period="2024-09",
        by="王老师",
        about="2.1",
        grounds="不是本班",
        evidence="值周记录",
        on=DAY,
        purpose="allowance",
    ),
    AppealDecided(appeal="a-1", upheld=True, reason="查实", entries=("v-1",), on=DAY, instead_of=("张干事", "李老师")),
    ResultFinalised(
        class_id="七(1)",
        period="2024-09",
        figures=FIGURES,
        digest="f" * 64,
        asked_on=DAY,
        purpose="allowance",
        scoring_meaning=2,
    ),
    PayPrepared(
        period="2024-09",
        scheme="pay.scheme-1",
        allowance="",
        lines=(LINE,),
        on=DAY,
        purpose="allowance",
        scoring_meaning=2,
        newer=(
            NewerFigure(
                teacher="t-017",
                name="王老师",
                period="2024-06",
                meaning=1,
                paid=Decimal("450.00"),
                owed=Decimal("600.00"),
            ),
        ),
        accept_meaning="校务会同意",
        before_final="年终结账",
        nothing_recorded="全月实习",
    ),
    PayStepTaken(
        period="2024-09",
        step="handed-over",
        note="",
        on=DAY,
        purpose="allowance",
        before_final="年终结账",
        nothing_recorded="全月实习",
    ),
    PersonRegistered(person=Person(name="张干事", roles=("office", "recorder"), account="1001 zhang")),
    PersonWithdrawn(name="张干事"),
    RightRegistered(right=Right(step="appoint.decide", roles=("head",), title="确定班主任人选", cite="A21 第六条")),
    RightWithdrawn(step="appoint.decide"),
    AppointmentProposed(
        id="a-1",
        class_id="七(1)",
        teacher="t-021",
        name="李老师",
        on=date(2024, 7, 8),
        teaches="语文",
        first_time=True,
        training=date(2024, 8, 20),
        attested="赵校长",
        mentor="王老师",
        facts=("f-7",),
        waivers=(Waiver(condition="certificate", reason="十月考", approved_by="赵校长"),),
        note="本人自愿",
    ),
    AppointmentDecided(id="a-1", on=date(2024, 7, 10), note="领导小组会议"),
    AppointmentPublished(id="a-1", on=date(2024, 7, 12)),
    AppointmentStarted(
        id="a-1",
        on=date(2024, 9, 1),
        until=date(2025, 1, 17),
        waivers=(Waiver(condition="term", reason="支教半年", approved_by="赵校长"),),
        note="聘任书第3号",
    ),
    AppointmentEnded(id="a-1", on=date(2024, 12, 31), reason="调往他校"),
    SubstituteNamed(
        class_id="七(1)",
        teacher="t-017",
        name="王老师",
        start=date(2024, 10, 8),
        end=date(2024, 10, 12),
        reason="病假",
    ),
    StudioJoined(
        studio="晨光工作室",
        member="t-021",
        name="李老师",
        role="trainee",
        start=date(2024, 9, 1),
        end=date(2025, 8, 31),
        note="第一期",
    ),
    ClockAccepted(
        clock=datetime(2025, 9, 1, 0, 30, tzinfo=UTC),
        last=datetime(2024, 7, 1, 8, 15, 30, 250000, UTC),
        reason="停课一年后复学",
    ),
    PersonalDataErased(fact="", pseudonyms=("nabcdefghijklmnop",), texts=("tqrstuvwxyz234567",), reason="家长要求删除"),
    PersonalDataRestricted(
        fact="3fa9c1d2e4", pseudonyms=(), texts=("tqrstuvwxyz234567",), reason="核实期间", lifted=True
    ),
    PersonalDataShown(pseudonyms=("student:abcdefghijklmnop",)),
)


def encode_one(event: Event, *, recorded_at: datetime, actor: str = "me", command: str = "c") -> tuple[str, bytes]:
    """The stored name and bytes of one event."""
    name, (state,) = make_encoder(recorded_at=recorded_at, actor=actor, command=command)([event])
    return name, state


def stored() -> Iterator[tuple[Path, str, bytes, Event]]:
    """The golden file of every sample, its stored name and bytes, and the sample."""
    at = datetime(2024, 9, 3, 4, 5, 6, 789000, UTC)
    for event in SAMPLES:
        name, state = encode_one(event, recorded_at=at, actor="赵主任", command="c-1")
        yield golden_file(name), name, state, event


def golden_file(name: str) -> Path:
    """Where the form of a stored name is kept."""
    return GOLDEN / f"{name.replace('/', '-')}.json"


if __name__ == "__main__":
    # A form once written is never written anew: what is on somebody's disk cannot be changed either.
    for path, _, written, _sample in stored():
        if not path.exists():
            path.write_bytes(written)
