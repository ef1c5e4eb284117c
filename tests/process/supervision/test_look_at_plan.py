"""A plan is looked at in five ways, each on its facts; by readiness and never by date (R15)."""

from datetime import date, datetime

import pytest

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.rules.states import MeetingState
from huiyin.process.supervision.commands import look_at_plan
from huiyin.process.supervision.models import PlanLook
from huiyin.process.supervision.queries import gates
from huiyin.process.supervision.rules.standing import LookSaid
from tests.process.lifemeetings.hall import Hall, build_hall
from tests.world import World

pytestmark = pytest.mark.django_db
READY = {
    "opinions.received": Known(12),
    "problems.total": Known(5),
    "talks.coverage": Known(1.0, 15),
    "selfchecks.passed_share": Known(1.0, 7),
}
ALL = {code: LookSaid(passed=True) for code in ("attention", "opinions", "problems", "talks", "preparation")}


@pytest.fixture
def hall(world: World, at: datetime) -> Hall:
    return build_hall(world, at)


def know(monkeypatch: pytest.MonkeyPatch, **change: Known | None) -> None:
    """Let the rooms say so; None is what nobody can tell."""
    told = {name: known for name, known in {**READY, **_dotted(change)}.items() if known is not None}

    def facts(parts: list[Participation], _on: date) -> dict[int, dict[str, Known]]:
        return {part.pk: told for part in parts}

    monkeypatch.setattr(gates, "facts", facts)


def _dotted(change: dict[str, Known | None]) -> dict[str, Known | None]:
    return {name.replace("__", "."): known for name, known in change.items()}


def test_a_ready_plan_is_approved_and_its_facts_frozen(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch)
    meeting = hall.submitted()
    made = look_at_plan(meeting, ALL, by=hall.inspector, at=hall.at)
    assert made.approved
    talks = next(one for one in made.looks if one["code"] == "talks")
    assert talks["facts"] == {"talks.coverage": {"value": 1.0, "n": 15}}
    assert LifeMeeting.objects.get().state == MeetingState.APPROVED
    assert Record.objects.filter(act="lifemeeting.plan_looked_at").count() == 1
    with pytest.raises(Conflict):
        look_at_plan(hall.again(meeting), ALL, by=hall.inspector, at=hall.at)


def test_what_is_not_ready_waits_unless_the_level_above_says_why(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, selfchecks__passed_share=Known(0.5, 6))
    meeting = hall.submitted()
    with pytest.raises(NotAllowed, match="不赶时间"):
        look_at_plan(meeting, ALL, "时间紧", by=hall.inspector, at=hall.at)
    with pytest.raises(NotAllowed, match="不赶时间"):
        look_at_plan(meeting, ALL, "时间紧", by=hall.office, at=hall.at)
    with pytest.raises(Refused, match="凭什么"):
        look_at_plan(meeting, ALL, " ", by=hall.leader, at=hall.at)
    made = look_at_plan(meeting, ALL, "两名成员赴藏支教，材料已当面看过", by=hall.leader, at=hall.at)
    assert made.approved
    assert next(one for one in made.looks if one["code"] == "preparation")["failing"] == [
        "对照检查材料没有全部过关"
    ]


def test_what_nobody_can_tell_takes_a_word(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch, talks__coverage=None)
    meeting = hall.submitted()
    with pytest.raises(Refused, match="系统还不知道"):
        look_at_plan(meeting, ALL, by=hall.inspector, at=hall.at)
    assert look_at_plan(meeting, ALL, "看过谈话记录本", by=hall.inspector, at=hall.at).approved


def test_one_look_that_fails_returns_the_plan(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch)
    meeting = hall.submitted()
    with pytest.raises(BadInput, match="还有没看的"):
        look_at_plan(meeting, {"talks": LookSaid(passed=True)}, by=hall.inspector, at=hall.at)
    failing = {**ALL, "talks": LookSaid(passed=False)}
    with pytest.raises(BadInput, match="要改什么"):
        look_at_plan(meeting, failing, by=hall.inspector, at=hall.at)
    failing["talks"] = LookSaid(passed=False, remark="分管处室的负责人一个没谈")
    assert not look_at_plan(meeting, failing, by=hall.inspector, at=hall.at).approved
    assert hall.again(meeting).state == MeetingState.RETURNED
    assert PlanLook.objects.get().looks[3]["remark"] == "分管处室的负责人一个没谈"


def test_nobody_looks_at_their_own_plan(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch)
    meeting = hall.submitted()
    for by in (hall.head, hall.clerk):
        with pytest.raises(NotAllowed):
            look_at_plan(meeting, ALL, by=by, at=hall.at)
    with pytest.raises(BadInput, match="已经改过"):
        look_at_plan(meeting, ALL, version=7, by=hall.inspector, at=hall.at)
