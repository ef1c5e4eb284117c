"""What the clock runs: what is new is gathered, past days are sealed, nothing is queued twice, a failing job stops nobody."""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from huiyin.cli import clockwork
from huiyin.cli.clockwork import CLOCK, KEPT_DAYS, LOST_AFTER, RETRY_AFTER, give_back_all, stopping, tick
from huiyin.cli.crew import Crew, work_off
from huiyin.kit.clock import day_in_china, now, wall_clock
from huiyin.platform.audit.models import Record
from huiyin.platform.notices.commands import put_message
from huiyin.platform.notices.models import Message
from huiyin.platform.notices.rules.rhythm import DayOff
from huiyin.platform.notices.rules.sections import Section
from huiyin.platform.orgs.commands import open_account
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.platform.texts.models import FormalText, IndexedText
from huiyin.process.campaigns.commands import draft_paper
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.queries.formal_texts import texts_wait
from huiyin.process.opinions.commands import sweep_opinions, triage_opinion
from huiyin.process.opinions.models import Lesson, Opinion, Placement, Unplaced
from huiyin.process.opinions.queries import FEWEST_UNDATED, waits_for_sweep
from tests.world import World

pytestmark = pytest.mark.django_db

SAME = ("食堂的菜太咸了，请少放盐", "食堂的菜太咸，请少放些盐", "食堂的菜实在太咸了，少放盐吧")


@pytest.fixture(autouse=True)
def _on_the_worlds_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HUIYIN_DEMO_DAY", "2014-05-23")
    # The worker drops connections that are in a transaction, as the test's is.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    # Who writes messages has tests of its own.
    monkeypatch.setattr(clockwork, "COMPOSERS", ())
    stopping.clear()
    yield
    stopping.clear()


@pytest.fixture
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Midnight never comes while the test looks hours ahead: what is done daily would be due anew."""
    monkeypatch.setattr(clockwork, "day_in_china", lambda _: date(2014, 5, 23))


def look(later: timedelta = timedelta(0)) -> int:
    """A tick; how many jobs it queued."""
    return tick(at=now(), wall=wall_clock() + later)


def queue() -> list[tuple[str, str]]:
    rows = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", "status")
    return [(path.rpartition(".")[2], status) for path, status in rows]


def work_all() -> None:
    while work_off("test"):
        pass


def test_what_is_new_is_swept_and_grouped(world: World) -> None:
    world.take(*SAME)
    assert waits_for_sweep(world.campaign)
    look()
    work_all()
    assert queue() == [("gather", "SUCCESSFUL"), ("count", "SUCCESSFUL"), ("tidy", "SUCCESSFUL")]
    assert not waits_for_sweep(world.campaign)
    assert Placement.objects.count() == len(SAME)
    acts = Record.objects.filter(by=CLOCK.code).order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["opinions.swept", "opinions.grouped"]


def test_a_paper_is_indexed_when_it_is_new_and_when_it_changed(world: World, at: datetime) -> None:
    draft = Draft("rectification_plan", "整改方案", "晨检口移到了东侧长廊。")
    draft_paper(world.campaign, world.school, draft, by=world.clerk, at=at)
    look()
    work_all()
    assert ("index_papers", "SUCCESSFUL") in queue()
    assert FormalText.objects.get().stamp == 1
    assert not texts_wait(world.campaign)


@pytest.mark.usefixtures("_one_day")
def test_the_night_reads_ahead_and_weighs_closed_problems_anew_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(clockwork, "waits_for_the_night", lambda campaign: campaign == world.campaign)
    for name in ("read_ahead", "weigh_anew"):
        monkeypatch.setattr(clockwork, name, lambda campaign, name=name, **_: done.append(name))
    for hours in (0, 3):
        look(timedelta(hours=hours))
        work_all()
    assert done == ["read_ahead", "weigh_anew"]
    assert [name for name, _ in queue()].count("look_anew") == 1


@pytest.mark.usefixtures("_one_day")
def test_enough_decisions_are_learned_from(world: World) -> None:
    opinions = world.take(*(f"操场边的{tree}又长高了，第{at}次" for at in range(25) for tree in ("树", "草")))
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    for at, opinion in enumerate(opinions[:-1]):
        code = "G3" if at % 2 else ""
        triage_opinion(opinion, focus=code, topic="", specific=False, by=world.office, at=world.at)
    look()
    work_all()
    assert "learn" not in [name for name, _ in queue()]
    triage_opinion(opinions[-1], focus="G3", topic="", specific=False, by=world.office, at=world.at)
    look(timedelta(hours=1))
    work_all()
    assert ("learn", "SUCCESSFUL") in queue()
    assert {(lesson.kind, lesson.examples) for lesson in Lesson.objects.all()} == {
        ("concern", 50),
        ("focus", 50),
        ("topic", 50),
    }
    assert look(timedelta(hours=2)) == 0


def test_two_ticks_queue_a_job_once(world: World) -> None:
    world.take(*SAME)
    assert [look(), look()] == [3, 0]  # gathering, counting, tidying
    DBTaskResult.objects.update(status="RUNNING", started_at=wall_clock())
    assert look() == 0


@pytest.mark.usefixtures("_one_day")
def test_with_nothing_new_nothing_is_queued(world: World) -> None:
    world.take(*SAME)
    look()
    work_all()
    assert look(timedelta(minutes=1)) == 0


@pytest.mark.usefixtures("_one_day")
def test_more_opinions_are_gathered_after_a_rest(world: World) -> None:
    world.take(*SAME)
    look()
    work_all()
    world.take(*SAME, "操场的灯坏了", name="再来.xlsx")
    gathered = DBTaskResult.objects.get(task_path__endswith=".gather")
    assert gathered.finished_at is not None
    DBTaskResult.objects.update(started_at=gathered.finished_at - timedelta(minutes=1))
    assert look(timedelta(minutes=3)) == 0
    assert look(timedelta(minutes=5)) == 1


def test_a_past_day_is_sealed_after_midnight(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one_by_one(world, 1)
    look()
    assert "seal" not in [name for name, _ in queue()]
    monkeypatch.setenv("HUIYIN_DEMO_DAY", "2014-05-24")
    look()
    work_all()
    assert ("seal", "SUCCESSFUL") in queue()
    assert not Opinion.objects.filter(sealed_in=None).exists()


def one_by_one(world: World, count: int) -> None:
    """Opinions that carry no record of their own, as those that come in by a form."""
    there = world.take("原来的一条")[0]
    made = Opinion.objects.bulk_create(
        Opinion(
            **{
                field.attname: getattr(there, field.attname)
                for field in Opinion._meta.concrete_fields
                if not field.generated
            }
            | {
                "id": there.pk + n,
                "source_key": f"{n:064d}",
                "source_id": f"w{n}",
                "sealed_in": None,
            }
        )
        for n in range(1, count + 1)
    )
    Unplaced.objects.bulk_create(Unplaced(opinion=one, campaign=world.campaign) for one in made)


def test_a_single_opinion_isnt_dated_by_the_sweep(world: World) -> None:
    one_by_one(world, FEWEST_UNDATED - 1)
    look()
    work_all()  # the imported one, and with it the others
    single = Opinion.objects.filter(sealed_in=None)
    IndexedText.objects.filter(text__in=single.values("pk")).delete()
    Unplaced.objects.bulk_create(
        (Unplaced(opinion=one, campaign=world.campaign) for one in single),
        update_conflicts=True,
        unique_fields=["opinion"],
        update_fields=["indexed"],
    )
    assert not waits_for_sweep(world.campaign)


def test_a_few_of_them_are_swept(world: World) -> None:
    one_by_one(world, FEWEST_UNDATED)
    assert waits_for_sweep(world.campaign)


@pytest.mark.usefixtures("_one_day")
def test_messages_leave_in_the_morning_and_are_written_by_whoever_composes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The world's day begins at nine, after the quiet hours."""
    zhao, _ = open_account("zhao", "赵某", by=world.office, at=now())

    def composer(by: Actor, at: datetime, off: DayOff) -> int:
        assert off(date(2014, 5, 24))
        assert not off(date(2014, 5, 4)), "a make-up working day"
        return put_message(zhao, day_in_china(at), [Section("daily", "今天的事")], by=by, at=at)

    monkeypatch.setattr(clockwork, "COMPOSERS", (composer,))
    monkeypatch.setattr("huiyin.cli.composing.COMPOSERS", (composer,))
    look()
    work_all()
    assert queue() == [("count", "SUCCESSFUL"), ("compose", "SUCCESSFUL"), ("tidy", "SUCCESSFUL")]
    assert look() == 1
    work_all()
    assert ("send_messages", "SUCCESSFUL") in queue()
    assert Message.objects.exclude(sent_at=None).count() == 1
    assert look(timedelta(minutes=9)) == 0


@pytest.mark.usefixtures("_one_day")
def test_a_failing_job_stops_nobody_and_names_no_words(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise ValueError(SAME[0])

    monkeypatch.setattr(clockwork, "sweep_opinions", fail)
    monkeypatch.setattr(logging.getLogger("django_tasks"), "propagate", True)
    world.take(*SAME)
    look()
    work_all()
    assert queue() == [("gather", "FAILED"), ("count", "SUCCESSFUL"), ("tidy", "SUCCESSFUL")]
    told = DBTaskResult.objects.get(status="FAILED").traceback
    assert "ValueError" in told
    assert "ValueError" in caplog.text
    assert SAME[0] not in told + caplog.text
    assert look() == 0
    assert look(RETRY_AFTER + timedelta(seconds=9)) == 1


def test_a_stopped_sweep_goes_on_later(world: World) -> None:
    world.take(*SAME)
    look()
    stopping.set()
    work_off("test")
    stopping.clear()
    assert ("gather", "SUCCESSFUL") in queue()
    assert not Record.objects.filter(act="opinions.grouped").exists()


@pytest.mark.usefixtures("_one_day")
def test_what_a_dead_process_ran_is_queued_again(world: World) -> None:
    world.take(*SAME)
    look()
    DBTaskResult.objects.update(status="RUNNING", started_at=wall_clock())
    look(LOST_AFTER - timedelta(seconds=9))
    assert {status for _, status in queue()} == {"RUNNING"}
    look(LOST_AFTER + timedelta(seconds=9))
    assert {status for _, status in queue()} == {"READY"}
    DBTaskResult.objects.update(status="RUNNING", started_at=wall_clock())
    give_back_all()
    assert {status for _, status in queue()} == {"READY"}


def test_old_sessions_and_old_results_go(world: World) -> None:
    long_ago = datetime.now(tz=UTC) - timedelta(days=KEPT_DAYS + 1)
    Session.objects.create(session_key="a", session_data="", expire_date=long_ago)
    Session.objects.create(session_key="b", session_data="", expire_date=wall_clock() + timedelta(hours=1))
    look()
    work_all()
    DBTaskResult.objects.update(enqueued_at=long_ago, finished_at=long_ago)
    look()
    work_all()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["b"]
    assert queue() == [("tidy", "SUCCESSFUL")]


def test_the_crew_goes_on_when_it_stumbles_and_stops_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []

    def stumble(**_more: object) -> int:
        steps.append(1)
        raise RuntimeError

    monkeypatch.setattr("huiyin.cli.crew.tick", stumble)
    monkeypatch.setattr("huiyin.cli.crew.TICK", 0.0)
    monkeypatch.setattr("huiyin.cli.crew.LOOK", 0.01)
    crew = Crew(alone=False)
    crew.start()
    deadline = time.monotonic() + 10
    while len(steps) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    began = time.monotonic()
    crew.stop()
    assert time.monotonic() - began < 2
