"""What the clock runs. A tick looks what is due and queues it, never twice; a crew (crew.py) takes it from the queue.

Two clocks: `at` is the day that is played (in the demo one of 2014), `wall` the one by which the queue keeps its rows.
"""

import json
import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from huiyin.analysis.encoder import Encoder, NoEncoder, load_encoder
from huiyin.cli.composing import COMPOSERS, compose_messages
from huiyin.kit.clock import CHINA, day_in_china, now
from huiyin.platform.audit.commands import take_turn
from huiyin.platform.calendar.queries import calendar
from huiyin.platform.files.commands import sweep_held
from huiyin.platform.files.queries import held_too_long
from huiyin.platform.notices.commands import send_due
from huiyin.platform.notices.delivery import deliver
from huiyin.platform.notices.queries import something_due
from huiyin.platform.notices.rules.channels import ChannelKind
from huiyin.platform.notices.rules.outgoing import Outgoing
from huiyin.platform.notices.rules.rhythm import DayOff
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.commands import seal_messages
from huiyin.process.answers.queries import messages_wait_for_seal
from huiyin.process.campaigns.commands import index_formal_texts
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries.formal_texts import texts_wait
from huiyin.process.channels.commands import forget_old_scans, seal_files
from huiyin.process.channels.queries import files_wait_for_seal, scans_kept_too_long
from huiyin.process.effects.commands import measure_effects
from huiyin.process.effects.queries import effects_wait
from huiyin.process.figures.commands import refresh_counts
from huiyin.process.figures.queries import counts_wait
from huiyin.process.lifemeetings.commands import expire_words
from huiyin.process.lifemeetings.queries.lapsing import words_kept_too_long
from huiyin.process.opinions.commands import (
    encode_opinions,
    group_opinions,
    learn_labels,
    place_opinions,
    refresh_suggestions,
    seal_days,
    sweep_opinions,
)
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import (
    changed_since_grouped,
    grouping_is_old,
    waits_for_learning,
    waits_for_placing,
    waits_for_sweep,
)
from huiyin.process.problems.commands import expire_opinions
from huiyin.process.problems.queries import lapsed
from huiyin.process.recurrences.commands import look_for_again, read_ahead, weigh_anew
from huiyin.process.recurrences.queries import waits_for_looking, waits_for_the_night
from huiyin.process.sealed.commands import seal_matters
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.selfchecks.commands import expire_reviews
from huiyin.process.selfchecks.queries.lapsing import reviews_kept_too_long
from huiyin.process.supervision.commands import keep_facts
from huiyin.process.supervision.queries import facts_wait

# Nobody in person: what the clock does follows from what people did, with the office's rights over its own campaigns.
CLOCK = Actor("clock", Role.OFFICE)

LOST_AFTER = timedelta(minutes=10)  # a longer silence of a running job: its process is taken for dead
RETRY_AFTER = timedelta(minutes=5)
REST = 4  # a campaign is gathered anew after four times what it took last, so that it takes a fifth of the time at most
KEPT_DAYS = 2
TOLD_AT_ONCE = 20_000  # opinions that a lesson suggests anew in one go: some half a minute
BLOCK = 50  # opinions swept in one transaction: whoever speaks meanwhile waits for a tenth of a second and not for a whole one
SEND_EVERY = timedelta(minutes=3)
COUNT_EVERY = timedelta(minutes=10)
COMPOSE_FROM = (
    6  # o'clock in China: messages of the day speak of the morning, and are there before anybody is at work
)

stopping = threading.Event()  # whoever ends the process sets it; a sweep then ends after the block at hand

logger = logging.getLogger(__name__)

_DAY = timedelta(days=1)


class JobFailed(Exception):
    """A job ended by an error. It says where in the code and what kind: the words of an error may be a giver's."""


class _Stopped(Exception):
    """The process is ending."""


def _job(work: Callable[..., None]) -> Callable[..., None]:
    """What every job does around its work: ends quietly when the process ends, and fails without anybody's words."""

    @wraps(work)
    def done(*args: object) -> None:
        try:
            work(*args)
        except _Stopped:
            logger.info("%s goes on after the next start", work.__name__)
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__))
            raise JobFailed(f"{work.__name__}: {type(error).__qualname__}\n{where}") from None

    return done


@task
@_job
def seal() -> None:
    """Seal the past days' opinions, what was said of them to and fro, what came along, and what came in sealed."""
    seal_days(by=CLOCK, at=now())
    seal_messages(by=CLOCK, at=now())
    seal_files(by=CLOCK, at=now())
    seal_matters(by=CLOCK, at=now())


@task
@_job
def gather(campaign: str) -> None:
    """Index what is new in a campaign, suggest labels, place each among those of its matter (all anew when much is new), look for what is said again."""
    found = Campaign.objects.select_related("root").get(code=campaign)
    placing = not grouping_is_old(found)
    sweep_opinions(found, by=CLOCK, at=now(), progress=_go_on, block_size=BLOCK, placing=placing)
    if encoder := _encoder():
        encode_opinions(found, encoder, by=CLOCK, at=now(), progress=_go_on)
    if grouping_is_old(found):
        group_opinions(found, by=CLOCK, at=now())
    else:
        place_opinions(found, by=CLOCK, at=now(), progress=_go_on)
    look_for_again(found, by=CLOCK, at=now(), progress=_go_on)


@task
@_job
def gather_anew(campaign: str) -> None:
    """Once a day: group a whole campaign, when anything was placed or judged since the last time."""
    group_opinions(Campaign.objects.select_related("root").get(code=campaign), by=CLOCK, at=now())


def _encoder() -> Encoder | None:
    """The encoder that the installation has; None without one, and where its file can't be used: the log says so."""
    if not settings.HUIYIN_ENCODER:
        return None
    try:
        return load_encoder(Path(settings.HUIYIN_ENCODER))
    except NoEncoder as error:
        logger.warning("HUIYIN_ENCODER: %s", error)
        return None


@task
@_job
def look(campaign: str) -> None:
    """Compare what is new with closed problems, and what changed of a closed problem with what came after it."""
    found = Campaign.objects.select_related("root").get(code=campaign)
    look_for_again(found, by=CLOCK, at=now(), progress=_go_on)


@task
@_job
def look_anew(campaign: str) -> None:
    """Once a day: read what nobody compared yet, and compare closed problems again with what came after, where words were counted anew."""
    found = Campaign.objects.select_related("root").get(code=campaign)
    read_ahead(found, by=CLOCK, at=now(), progress=_go_on)
    weigh_anew(found, by=CLOCK, at=now(), progress=_go_on)


@task
@_job
def learn(campaign: str) -> None:
    """Learn from what people decided in a campaign, when there is enough that is new, and suggest anew what still waits.

    A while at a time: new opinions must not wait until a million old ones have been told.
    """
    found = Campaign.objects.select_related("root").get(code=campaign)
    learn_labels(found, by=CLOCK, at=now())
    refresh_suggestions(found, by=CLOCK, at=now(), progress=_go_on, most=TOLD_AT_ONCE)


@task
@_job
def index_papers(campaign: str) -> None:
    """Index the formal texts of a campaign that are new or changed, so that later ones are compared with them."""
    found = Campaign.objects.select_related("root").get(code=campaign)
    index_formal_texts(found, by=CLOCK, at=now(), progress=_go_on)


@task
@_job
def measure(campaign: str) -> None:
    """Once a night: whether less is said of what was closed, told for the whole campaign at once."""
    measure_effects(Campaign.objects.select_related("root").get(code=campaign), by=CLOCK, at=now())


@task
@_job
def keep(campaign: str) -> None:
    """Once a week: the facts of every unit, so that gates show how they went."""
    keep_facts(Campaign.objects.select_related("root").get(code=campaign), by=CLOCK, at=now())


@task
@_job
def count(campaign: str) -> None:
    """Count again what the one page shows."""
    refresh_counts(Campaign.objects.select_related("root").get(code=campaign), at=now())


@task
@_job
def compose() -> None:
    """Write the day's messages, to be sent when their readers' quiet hours are over."""
    compose_messages(by=CLOCK, at=now(), off=days_off())


@task
@_job
def send_messages() -> None:
    """Let out the messages that are due."""
    kinds = [kind for kind in ChannelKind if settings.HUIYIN_EMAIL or kind is not ChannelKind.EMAIL]
    send_due(
        by=CLOCK, at=now(), deliver=_deliver, off=days_off(), kinds=kinds, address=settings.HUIYIN_ADDRESS
    )


def _deliver(letter: Outgoing) -> bool:
    _go_on(0, 0)
    return deliver(letter)


def days_off() -> DayOff:
    """On which days messages rest: the calendar's days off; at weekends in a year that nobody entered. 2 queries."""
    known = calendar()

    def off(day: date) -> bool:
        return not known.works(day) if day.year in known.years else day.isoweekday() > 5

    return off


@task
@_job
def expire() -> None:
    """Erase the opinions, the sealed matters, what was said at meetings and what reviewers wrote of papers whose retention is over, the scans of paper forms
    whose days are, and what givers chose and didn't send."""
    sweep_held(now())
    forget_old_scans(by=CLOCK, at=now())
    expire_opinions(by=CLOCK, at=now(), progress=_go_on)
    expire_words(by=CLOCK, at=now(), progress=_go_on)
    expire_reviews(by=CLOCK, at=now(), progress=_go_on)


@task
@_job
def tidy() -> None:
    """Drop sessions that have run out and what the queue did days ago."""
    call_command("clearsessions")
    call_command("prune_db_task_results", queue_name="*", min_age_days=KEPT_DAYS, verbosity=0)


def _go_on(_done: int, _of: int) -> None:
    if stopping.is_set():
        raise _Stopped


@dataclass(frozen=True)
class _Job:
    """A job with what it is called with; equal ones are never queued side by side."""

    path: str
    args: str

    @classmethod
    def of(cls, job: "Task[..., None]", *args: str) -> "_Job":
        return cls(job.module_path, json.dumps(args))


def tick(*, at: datetime, wall: datetime) -> int:
    """Queue what is due and isn't queued; how many. Reads only, unless something is due; safe from several processes."""
    _give_back(Q(started_at__lt=wall - LOST_AFTER))
    if not any(_due(at, wall)):
        return 0
    with transaction.atomic():
        take_turn()
        due = list(_due(at, wall))
        for job, args in due:
            job.enqueue(*args)
    return len(due)


def give_back_all() -> None:
    """Queue again whatever seems to run: for the start of the only process that works on this database."""
    _give_back(Q())


def _give_back(which: Q) -> None:
    lost = DBTaskResult.objects.running().filter(which)
    if lost.exists():
        lost.update(status="READY", started_at=None)


def _due(at: datetime, wall: datetime) -> Iterator[tuple["Task[..., None]", tuple[str, ...]]]:
    """What is to be queued, in this order."""
    last = _last_rows(wall)
    for job, args, wanted in _jobs(at):
        row = last.get(_Job.of(job, *args))
        if row is None:
            if wanted():
                yield job, args
        elif row.status == "FAILED":
            if row.finished_at is not None and row.finished_at + RETRY_AFTER <= wall:
                yield job, args
        elif row.status == "SUCCESSFUL" and _rested(job, row, wall) and wanted():
            yield job, args


def _jobs(at: datetime) -> Iterator[tuple["Task[..., None]", tuple[str, ...], Callable[[], bool]]]:
    """Every job, and whether there is anything for it to do."""
    yield seal, (), lambda: _waits_for_seal(day_in_china(at))
    for campaign in Campaign.objects.order_by("pk"):
        yield gather, (campaign.code,), lambda campaign=campaign: _waits(campaign)  # type: ignore[misc]
        yield gather_anew, (campaign.code,), lambda campaign=campaign: changed_since_grouped(campaign)  # type: ignore[misc]
        yield look, (campaign.code,), lambda campaign=campaign: waits_for_looking(campaign)  # type: ignore[misc]
        yield look_anew, (campaign.code,), lambda campaign=campaign: waits_for_the_night(campaign)  # type: ignore[misc]
        yield learn, (campaign.code,), lambda campaign=campaign: waits_for_learning(campaign)  # type: ignore[misc]
        yield index_papers, (campaign.code,), lambda campaign=campaign: texts_wait(campaign)  # type: ignore[misc]
        yield measure, (campaign.code,), lambda campaign=campaign: effects_wait(campaign)  # type: ignore[misc]
        yield keep, (campaign.code,), lambda campaign=campaign: facts_wait(campaign, day_in_china(at))  # type: ignore[misc]
        yield count, (campaign.code,), lambda campaign=campaign: counts_wait(campaign)  # type: ignore[misc]
    if COMPOSERS:
        yield (
            compose,
            (),
            lambda: at.astimezone(CHINA).hour >= COMPOSE_FROM and not days_off()(day_in_china(at)),
        )
    yield send_messages, (), lambda: something_due(at, days_off())
    yield expire, (), lambda: held_too_long(at) or _kept_too_long(day_in_china(at))
    yield tidy, (), lambda: True


def _waits_for_seal(today: date) -> bool:
    """Whether rows of past days wait for their seal."""
    return (
        Opinion.objects.unsealed_before(today).exists()
        or messages_wait_for_seal(today)
        or files_wait_for_seal(today)
        or SealedMatter.objects.unsealed_before(today).exists()
    )


def _kept_too_long(today: date) -> bool:
    return (
        bool(lapsed(today))
        or scans_kept_too_long(today) > 0
        or words_kept_too_long(today)
        or reviews_kept_too_long(today)
    )


def _waits(campaign: Campaign) -> bool:
    return waits_for_sweep(campaign) or waits_for_placing(campaign)


def _rested(job: "Task[..., None]", row: "DBTaskResult[..., None]", wall: datetime) -> bool:
    """Whether a job that went well may be queued again by now."""
    if job.module_path in {job.module_path for job in (tidy, compose, gather_anew, look_anew, measure, keep)}:
        return day_in_china(row.enqueued_at) < day_in_china(wall)
    if row.finished_at is None or row.started_at is None:
        return True
    if job.module_path == send_messages.module_path:
        return bool(row.finished_at + SEND_EVERY <= wall)
    if job.module_path == count.module_path:
        return bool(row.finished_at + COUNT_EVERY <= wall)
    return bool(row.finished_at + REST * (row.finished_at - row.started_at) <= wall)


def _last_rows(wall: datetime) -> dict[_Job, "DBTaskResult[..., None]"]:
    """The latest row of each job: of those that wait or run, and of the last day. One query."""
    rows = DBTaskResult.objects.filter(Q(status__in=["READY", "RUNNING"]) | Q(enqueued_at__gt=wall - _DAY))
    return {
        _Job(row.task_path, json.dumps(row.args_kwargs["args"])): row for row in rows.order_by("enqueued_at")
    }
