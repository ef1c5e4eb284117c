"""June: what inspectors point out, and papers of self-examination: one final, one to be revised, one written anew, one still a draft."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.demo.library import selfcheck_words
from huiyin.demo.world import World, moment
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.reminders.commands import send_reminder, sign_reminder
from huiyin.process.reminders.rules.wording import Pointed
from huiyin.process.selfchecks.commands import (
    Comment,
    Discussed,
    Opinion,
    begin_selfcheck,
    finish_selfcheck,
    hand_in_selfcheck,
    name_drafters,
    review_selfcheck,
    save_selfcheck,
)
from huiyin.process.selfchecks.models import SelfCheck, Version
from huiyin.process.selfchecks.queries.shown import what_is_shown
from huiyin.process.selfchecks.queries.texts import version_text
from huiyin.process.selfchecks.rules.content import Content, Item

_BUREAU_HEAD = "yh00-01"


def point_out(world: World) -> None:
    """11 June, after work: the inspectors tell two people what they have seen; one of them signs."""
    at = moment(6, 11, 18, 4)
    inspector = world.cast("inspector", Role.SUPERVISION, at)
    for minutes, row in enumerate(selfcheck_words()["reminders"]):
        then = at + timedelta(minutes=minutes)
        to = world.accounts[row["key"]] if "key" in row else _account(row["login"])
        made = send_reminder(
            world.campaign,
            world.units[row["unit"]],
            to,
            [Pointed(one["text"], one["focus"]) for one in row["points"]],
            opening=row["opening"],
            together=row.get("together", False),
            looked=True,
            by=inspector,
            at=then,
        )
        if "login" in row:
            sign_reminder(made, by=_acting(world, to, Role.MEMBER, then, row["unit"]), at=then)


def hand_in_first(world: World) -> None:
    """30 May, early: a school's member hands in a paper without one dated case. The inspectors have it go back before an hour has passed."""
    at, words = moment(5, 30, 7, 10), selfcheck_words()["school_member"]
    _paper(world, world.accounts[words["key"]], words["first"], at, unit=words["unit"])


def write(world: World) -> None:
    """11 June, later: the papers, as far as each has come."""
    words = selfcheck_words()
    _passed(world, words["passed"])
    _revised(world, words["revise"])
    _written_anew(world, words["rewrite"])
    _of_team(world, words["team"])
    _at_school(world, words)


def _passed(world: World, words: Mapping[str, Any]) -> None:
    at = moment(6, 11, 18, 10)
    paper = _paper(world, _account(words["login"]), words, at)
    for who in (_head(world, at), world.cast("inspector", Role.SUPERVISION, at)):
        _review(paper, Opinion(Verdict.PASS), who, at)
    by = _acting(world, _account(words["login"]), Role.MEMBER, at)
    finish_selfcheck(_now(paper), by=by, at=at)


def _revised(world: World, words: Mapping[str, Any]) -> None:
    at = moment(6, 11, 18, 20)
    paper = _paper(world, _account(words["login"]), words, at)
    version = Version.objects.filter(paper=paper).latest("number")
    lines = version_text(_now(paper), version).split("\n")
    at_line = next(at for at, line in enumerate(lines) if line.startswith(words["comment"]["starts"]))
    comments = (Comment(at_line, words["comment"]["text"]),)
    said = Opinion(Verdict.REVISE, tuple(words["reasons"]), comments, words["remark"], date(2014, 6, 18))
    _review(paper, said, _head(world, at), at)


def _written_anew(world: World, words: Mapping[str, Any]) -> None:
    at = moment(6, 11, 18, 30)
    account = world.accounts[words["key"]]
    paper = _paper(world, account, words, at)
    said = Opinion(Verdict.REWRITE, tuple(words["reasons"]), (), words["remark"], date(2014, 6, 20))
    _review(paper, said, _head(world, at), at)
    later = at + timedelta(minutes=10)
    again = {"blocks": words["again"], "items": words["again_items"], "nothing": words["again_nothing"]}
    _save_and_hand_in(world, paper, account, again, later)
    _review(paper, Opinion(Verdict.PASS), _head(world, later), later)


def _of_team(world: World, words: Mapping[str, Any]) -> None:
    """The bureau's own, drafted by two of the office; with the inspectors now."""
    at = moment(6, 11, 18, 50)
    director, officer = world.accounts["director"], world.accounts["officer"]
    by = world.cast("director", Role.OFFICE, at)
    paper = begin_selfcheck(_part(world, "YH00"), director, team=True, by=by, at=at)
    name_drafters(_now(paper), [director, officer], by=by, at=at)
    saved = save_selfcheck(
        _now(paper), _content({**words, "blocks": words["first"]}), 0, keep=True, by=by, at=at
    )
    discussed = Discussed(date(2014, 6, 5), words["discussed"])
    hand_in_selfcheck(_now(paper), saved.edits, discussed=discussed, by=by, at=at)
    _review(paper, Opinion(Verdict.PASS), _head(world, at), at)


def _at_school(world: World, words: Mapping[str, Any]) -> None:
    """A school: its member's, written anew after it came back, waits for the head, and has a passage of another's; the head's own is a draft."""
    at, again = moment(6, 11, 18, 55), words["school_member"]
    member = world.accounts[again["key"]]
    paper = SelfCheck.objects.get(participation=_part(world, again["unit"]), account=member)
    _save_and_hand_in(world, paper, member, again, at, unit=again["unit"])
    head = world.accounts["head"]
    by = world.actor(head, Role.HEAD, at, "YH41")
    paper = begin_selfcheck(_part(world, "YH41"), head, by=by, at=at)
    save_selfcheck(_now(paper), _content(words["school_head"]), 0, keep=True, by=by, at=at)


def _paper(
    world: World, account: Account, words: Mapping[str, Any], at: datetime, *, unit: str = "YH00"
) -> SelfCheck:
    """A member's paper, begun, written and handed in."""
    by = _acting(world, account, Role.MEMBER, at, unit)
    paper = begin_selfcheck(_part(world, unit), account, by=by, at=at)
    _save_and_hand_in(world, paper, account, words, at, unit=unit)
    return paper


def _save_and_hand_in(
    world: World,
    paper: SelfCheck,
    account: Account,
    words: Mapping[str, Any],
    at: datetime,
    *,
    unit: str = "YH00",
) -> None:
    by = _acting(world, account, Role.MEMBER, at, unit)
    now = _now(paper)
    saved = save_selfcheck(now, _content(words), now.edits, by=by, at=at)
    now = _now(paper)
    hand_in_selfcheck(now, saved.edits, shown=what_is_shown(now)[1], by=by, at=at)


def _review(paper: SelfCheck, said: Opinion, by: Actor, at: datetime) -> None:
    version = Version.objects.filter(paper=paper, why=Version.Why.HANDED_IN).latest("number")
    review_selfcheck(_now(paper), version.number, said, by=by, at=at)


def _content(words: Mapping[str, Any]) -> Content:
    items = tuple(
        Item(one["fact"], one["focus"], one.get("on"), one["cause"], one["measure"], one["mirror"])
        for one in words["items"]
    )
    return Content({code: said.strip() for code, said in words["blocks"].items()}, items, words["nothing"])


def _now(paper: SelfCheck) -> SelfCheck:
    related = ("participation__campaign__root", "participation__unit", "account")
    return SelfCheck.objects.select_related(*related).get(pk=paper.pk)


def _part(world: World, unit: str) -> Participation:
    related = ("campaign__root", "unit")
    return Participation.objects.select_related(*related).get(campaign=world.campaign, unit=world.units[unit])


def _account(login: str) -> Account:
    return Account.objects.get(login=login)


def _acting(world: World, account: Account, role: Role, at: datetime, unit: str = "YH00") -> Actor:
    return world.actor(account, role, at, unit)


def _head(world: World, at: datetime) -> Actor:
    return _acting(world, _account(_BUREAU_HEAD), Role.HEAD, at)
