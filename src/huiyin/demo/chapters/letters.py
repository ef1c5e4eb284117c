"""What the inspectors send back in writing: the bureau's two findings of the meeting, answered and one asked again; letters to some schools."""

from datetime import datetime, timedelta

from huiyin.demo.library import ROOT_CODE, letter_words
from huiyin.demo.world import World, moment
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Grant
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.letters.commands import (
    Answered,
    answer_finding,
    draft_letter,
    issue_letter,
    look_at_answer,
    sign_letter,
)
from huiyin.process.letters.models import Finding, Letter
from huiyin.process.letters.queries.offers import meeting_findings
from huiyin.process.letters.rules.wording import Pointed, Words

_DRAFTS = "ddz-12"
_STAGE = "listen"


def to_bureau(world: World) -> None:
    """23 May, in the evening: the two findings of the meeting, in a letter; their problems are the meeting's."""
    words, at = letter_words()["bureau"], moment(5, 23, 18, 50)
    part = _part(world, ROOT_CODE)
    points = tuple(Pointed(one.text, passage=one.pk) for one in meeting_findings(part))
    said = Words(words["judgement"], points, words["demand"], words["praised"], words["answer_by"])
    _send(world, part, said, at)


def answer_bureau(world: World) -> None:
    """29 May, before the stage is looked at: signed, answered, one asked again and answered again."""
    words, at = letter_words()["bureau"], moment(5, 29, 18)
    letter = Letter.objects.get(participation=_part(world, ROOT_CODE))
    _sign(world, letter, ROOT_CODE, at)
    by = world.cast("director", Role.OFFICE, at)
    for number, one in enumerate(words["answers"], start=1):
        finding = _finding(letter, number)
        said = Answered(one["text"], one["done"], one.get("where", ""))
        then = at + timedelta(seconds=10 * number)
        answer_finding(finding, said, by=by, at=then)
        _look(world, finding, 1, one.get("again") or one["seen"], "again" not in one, then)
        if "again" in one:
            answer_finding(finding, Answered(one["later"]), by=by, at=then)
            _look(world, finding, 2, one["seen"], True, then)


def to_schools(world: World) -> None:
    """30 May: letters to four schools; three of them have the same finding, as a check of the campaign itself will say."""
    at = moment(5, 30, 7, 52)
    for minutes, row in enumerate(letter_words()["schools"]):
        points = tuple(Pointed(text) for text in row["points"])
        part = _part(world, row["unit"])
        _send(world, part, Words(row["judgement"], points), at + timedelta(minutes=minutes))


def answer_schools(world: World) -> None:
    """11 June, in the evening: most answered, two in the same words, which were asked again; one finding has no answer yet."""
    at = moment(6, 11, 19, 50)
    for minutes, row in enumerate(letter_words()["schools"]):
        then = at + timedelta(minutes=minutes)
        letter = Letter.objects.get(participation=_part(world, row["unit"]))
        _sign(world, letter, row["unit"], then)
        by = _clerk(world, row["unit"], then)
        for number, text in enumerate(row["answers"], start=1):
            if not text:
                continue
            finding = _finding(letter, number)
            answer_finding(finding, Answered(text), by=by, at=then)
            if "again" in row or "seen" in row:
                _look(world, finding, 1, row.get("again") or row["seen"], "seen" in row, then)


def answer_last(world: World, at: datetime) -> None:
    """In the summer: the school answers what it had left open, and the inspectors accept both of its answers."""
    row = next(row for row in letter_words()["schools"] if "summer" in row)
    letter = Letter.objects.get(participation=_part(world, row["unit"]))
    open_ = _finding(letter, len(row["points"]))
    answer_finding(open_, Answered(row["summer"]), by=_clerk(world, row["unit"], at), at=at)
    for number in range(1, len(row["points"]) + 1):
        _look(world, _finding(letter, number), 1, row["seen_in_summer"], True, at)


def _send(world: World, part: Participation, words: Words, at: datetime) -> None:
    drafts = world.actor(Account.objects.get(login=_DRAFTS), Role.SUPERVISION, at)
    made = draft_letter(part, _STAGE, words, by=drafts, at=at)
    related = ("campaign__root", "participation__unit", "participation__campaign__root")
    letter = Letter.objects.select_related(*related).get(pk=made.pk)
    issue_letter(letter, 1, by=world.cast("inspector", Role.SUPERVISION, at), at=at)


def _sign(world: World, letter: Letter, code: str, at: datetime) -> None:
    head = world.accounts["head"] if code == "YH41" else world.heads[code]
    sign_letter(_whole(letter), by=world.actor(head, Role.HEAD, at, code), at=at)


def _look(world: World, finding: Finding, round_: int, words: str, accepted: bool, at: datetime) -> None:  # noqa: FBT001 - a play
    by = world.cast("inspector", Role.SUPERVISION, at)
    look_at_answer(finding, round_, words, accepted=accepted, by=by, at=at)


def _clerk(world: World, code: str, at: datetime) -> Actor:
    grant = (
        Grant.objects.select_related("account")
        .filter(unit=world.units[code], role=Role.CLERK)
        .order_by("pk")[0]
    )
    return world.actor(grant.account, Role.CLERK, at, code)


def _finding(letter: Letter, number: int) -> Finding:
    found = Finding.objects.get(letter=letter, number=number)
    found.letter = _whole(letter)
    return found


def _whole(letter: Letter) -> Letter:
    related = ("campaign__root", "participation__unit", "participation__campaign__root")
    return Letter.objects.select_related(*related).get(pk=letter.pk)


def _part(world: World, code: str) -> Participation:
    related = ("unit", "campaign__root")
    return Participation.objects.select_related(*related).get(campaign=world.campaign, unit=world.units[code])
