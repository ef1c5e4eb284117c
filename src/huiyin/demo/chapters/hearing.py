"""A forum at a school, and an entrance of the bureau's own: what came in, and what givers hear. Some wait too long, one answer was returned."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.demo.library import heard_words
from huiyin.demo.world import World, moment
from huiyin.kit.clock import CHINA
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.commands import (
    add_under_receipt,
    ask_giver,
    draft_answer,
    give_answer,
    reply_under_receipt,
    return_answer,
)
from huiyin.process.answers.models import Answer, Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.channels.commands import open_entrance, record_forum, submit_opinion
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.given import Given
from huiyin.process.channels.rules.taking_down import Forum, Point
from huiyin.process.opinions.commands import decide_about, seal_days, sweep_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import link_opinions
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import rate_fix

_CHANNEL = "online"


@dataclass
class _Desk:
    """Who drafts, who approves, and the clock of the evening on which they do it."""

    writer: Actor
    approver: Actor
    at: datetime
    receipts: dict[str, Receipt] = field(default_factory=dict)

    def tick(self) -> datetime:
        self.at += timedelta(minutes=2)
        return self.at


def open_box(world: World) -> None:
    """26 May, before the day begins: the bureau opens a box on the net."""
    at = moment(5, 26, 7, 30)
    open_entrance(
        world.campaign,
        name=heard_words()["entrance"],
        channel=_CHANNEL,
        by=world.cast("officer", Role.OFFICE, at),
        at=at,
    )


def hold_forum(world: World) -> None:
    """26 May: what was said at a school's forum three days before is written down, word by word; its leaders had stayed away."""
    at = moment(5, 26, 7, 40)
    told = heard_words()["forum"]
    host = world.units[told["unit"]]
    forum = Forum(
        held_on=told["day"],
        place=told["place"],
        convenor=told["convenor"],
        there=told["there"],
        points=tuple(Point(text, kind) for kind, text in told["points"]),
        leaders_there=told["leaders_there"],
        leaders_away=told["leaders_away"],
        about=host.pk,
    )
    by = world.cast("officer", Role.OFFICE, at)
    record_forum(world.campaign, host, forum, nonce=fresh_nonce(), by=by, at=at)


def answer_some(world: World) -> None:
    """What came in since, and the evening of 11 June, on which the office answers some of it."""
    mine = Entrance.objects.select_related("campaign__root", "about").filter(campaign=world.campaign)
    entrance = mine.get(name=heard_words()["entrance"])
    at = moment(6, 11, 19)
    writer, approver = (world.cast(key, Role.OFFICE, at) for key in ("officer", "director"))
    desk = _Desk(writer, approver, at)
    for words in heard_words()["said"]:
        desk.receipts[words["text"]] = _submitted(entrance, words)
    for words in heard_words()["said"]:
        _place(world, desk, words)
    for words in heard_words()["said"]:
        _speak(desk, words)
        if "answer" in words:
            _answer(world, desk, words)
        if "behind" in words:
            _rate(world, desk, words)
        if "added" in words:
            add_under_receipt(desk.receipts[words["text"]], words["added"], at=desk.at)
    seal_days(by=approver, at=desk.tick())
    sweep_opinions(world.campaign, by=approver, at=desk.tick())


def _submitted(entrance: Entrance, words: dict[str, Any]) -> Receipt:
    given = Given(words["text"], giver_kind=words["giver"])
    at = _noon(words["day"])
    found = receipt_of(submit_opinion(entrance, given, nonce=fresh_nonce(), at=at).code)
    if found is None:
        raise RuntimeError("a receipt opens nothing")
    return found


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CHINA)


def _opinion(receipt: Receipt) -> Opinion:
    return Opinion.objects.select_related("campaign__root", "about").get(pk=receipt.matter)


def _place(world: World, desk: _Desk, words: dict[str, Any]) -> None:
    """The office says of each whom it is about; from then on what is about the bureau is the inspectors'."""
    opinion = _opinion(desk.receipts[words["text"]])
    decide_about(opinion, world.units[words["unit"]], by=desk.writer, at=desk.tick())


def _speak(desk: _Desk, words: dict[str, Any]) -> None:
    """What the office asked and the giver said since."""
    receipt = desk.receipts[words["text"]]
    if "question" in words:
        ask_giver(_opinion(receipt), words["question"], by=desk.writer, at=desk.tick())
        reply_under_receipt(receipt, words["reply"], at=desk.at)


def _rate(world: World, desk: _Desk, words: dict[str, Any]) -> None:
    """The office put the opinion behind a problem of that unit; where it is handed in, its giver says if it's really fixed."""
    there = Problem.objects.of(world.campaign).standing().filter(title=words["behind"])
    problem = there.select_related("campaign__root", "owner").get(owner=world.units[words["unit"]])
    receipt = desk.receipts[words["text"]]
    link_opinions(problem, [receipt.matter], by=desk.writer, at=desk.tick())
    rate_fix(receipt, problem.number, words["level"], words.get("why", ""), at=desk.at)


def _answer(world: World, desk: _Desk, words: dict[str, Any]) -> None:
    """One answer to all that speak of it: given, returned with a reason, or waiting for approval."""
    receipts = [
        desk.receipts[other["text"]]
        for other in heard_words()["said"]
        if other is words or words["text"].startswith(other.get("with", "\n"))
    ]
    made = draft_answer(
        world.campaign,
        [receipt.matter for receipt in receipts],
        words["answer"],
        settles=words.get("settles", False),
        by=desk.writer,
        at=desk.tick(),
    )
    answer = Answer.objects.select_related("campaign__root").get(pk=made.pk)
    if "returned" in words:
        return_answer(answer, 1, words["returned"], by=desk.approver, at=desk.tick())
    elif words.get("settles"):
        give_answer(answer, 1, by=desk.approver, at=desk.tick())
