"""A vote is counted once, and its result published."""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.audit.rules import merkle_root
from huiyin.platform.bulk import empty_log, insert_many
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.ballots.models import Ballot, Slip, Vote
from huiyin.process.ballots.queries import agreed_tallies, issued
from huiyin.process.ballots.rules.counting import Figures, Form, below_the_line, count_ballots, total_of
from huiyin.process.campaigns.commands import ask_units
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.models import Participation

_ID_BITS = 52


@transaction.atomic
def close_vote(vote: Vote, *, by: Actor, at: datetime) -> Vote:
    """Count a vote whose last day is over; from now on nothing of it changes.

    Codes still out are deleted first: whoever is casting at this very moment has deleted theirs and is waited for, or comes too
    late. All ballots are written anew in the order of their marks, under ids that rise with it: neither ids nor their places in
    the file tell in which order they were cast. One record seals the count and the ballots' root. Refused before the last day is
    over, without any ballot, and while two tellers' counts of a group differ. O(ballots).
    """
    by.needs(Right.BALLOT_HOLD, vote.unit.path)
    take_turn()
    if day_in_china(at) <= vote.closes_on:
        raise Refused(
            f"测评到 {vote.closes_on.isoformat()} 才截止，次日起可以计票。",
            f"The vote runs until {vote.closes_on.isoformat()}: it is counted from the day after.",
        )
    if not Vote.objects.filter(pk=vote.pk, state=Vote.State.ANNOUNCED).exists():
        raise Conflict("这次测评已经计票。", "This vote is counted already.")
    form = Form.of_json(vote.form)
    Slip.objects.filter(vote=vote).delete()
    ballots = sorted(Ballot.objects.filter(vote=vote).values_list("group", "marks"))
    groups = _count(vote, form, ballots)
    if total_of(groups).back == 0:
        raise Refused("一张票也没有收回，无从计票。", "No ballot came back: there is nothing to count.")
    _write_anew(vote, ballots)
    result = {code: figures.as_json() for code, figures in groups.items()}
    kept = {"state": Vote.State.CLOSED, "result": result, "closed_on": day_in_china(at)}
    Vote.objects.filter(pk=vote.pk).update(**kept)
    root = merkle_root([sha256(f"{group}|{marks}".encode()).hexdigest() for group, marks in ballots])
    facts = {"ballots": len(ballots), "root": root, "result": result}
    record(act="vote.counted", subject=f"vote:{vote.pk}", by=by.code, at=at, facts=facts)
    transaction.on_commit(empty_log, robust=True)
    return Vote.objects.get(pk=vote.pk)


def _count(vote: Vote, form: Form, ballots: list[tuple[str, str]]) -> dict[str, Figures]:
    """The figures of each group that had codes or paper, in the form's order."""
    out, paper = issued(vote), agreed_tallies(vote)
    groups: dict[str, Figures] = {}
    for code in form.group_codes:
        if not (out.get(code) or paper.get(code)):
            continue
        figures = count_ballots(form, (marks for group, marks in ballots if group == code), out.get(code, 0))
        if code in paper:
            figures.add(paper[code])
        groups[code] = figures
    return groups


def _write_anew(vote: Vote, ballots: list[tuple[str, str]]) -> None:
    """The same ballots in the order of their marks."""
    Ballot.objects.filter(vote=vote).delete()
    ids: set[int] = set()
    while len(ids) < len(ballots):
        ids.add(secrets.randbits(_ID_BITS) + 1)
    rows = [(pk, group, marks) for pk, (group, marks) in zip(sorted(ids), ballots, strict=True)]
    insert_many(Ballot, ("id", "group", "marks"), rows, {"vote_id": vote.pk})


@transaction.atomic
def publish_vote(vote: Vote, *, by: Actor, at: datetime) -> date | None:
    """Publish a counted vote; where it misses the line the unit is asked to rectify and be voted on again: until when, else None.

    Another than who counted it need not do it: the count can't be changed any more.
    """
    by.needs(Right.BALLOT_HOLD, vote.unit.path)
    take_turn()
    today = day_in_china(at)
    kept = {"state": Vote.State.PUBLISHED, "published_on": today}
    if not Vote.objects.filter(pk=vote.pk, state=Vote.State.CLOSED).update(**kept):
        raise Conflict(
            "这次测评还没有计票，或已经公布。", "This vote isn't counted yet, or was published already."
        )
    form = Form.of_json(vote.form)
    groups = {code: Figures.of_json(data) for code, data in (vote.result or {}).items()}
    again = today + timedelta(days=form.again) if below_the_line(form, total_of(groups)) else None
    if again is not None:
        _ask_again(vote, form, again, by=by, at=at)
    facts = {"again_by": again.isoformat() if again else None}
    record(act="vote.published", subject=f"vote:{vote.pk}", by=by.code, at=at, facts=facts)
    return again


def _ask_again(vote: Vote, form: Form, until: date, *, by: Actor, at: datetime) -> None:
    taking_part = Participation.objects.filter(campaign=vote.campaign, unit=vote.unit, ended_on=None).first()
    if taking_part is None or vote.campaign.closed_on is not None:
        return
    line = f"{round(100 * (form.line or 0))} %"
    wanted = Wanted(
        title=f"{form.title}未达到 {line}：整改后再测评",
        demand=f"第 {vote.number} 次测评结果低于测评线。请对照各项结果再整改，并按期接受再测评。",
        due_on=until,
        source=f"vote:{vote.number}",
    )
    ask_units(vote.campaign, wanted, [taking_part], by=by, at=at)
