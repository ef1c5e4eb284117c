"""Givers with receipts for the cast: one spoke of the first school, one of the bureau; both were drafted an answer and wrote again."""

from dataclasses import dataclass

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.commands import add_phrase, add_under_receipt, draft_answer
from huiyin.process.answers.models import Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.given import Given
from tests.world import World


@dataclass
class Heard:
    """Ids of what there is: an opinion and its answer each, one that `own` wrote, and a phrase of the bureau's office."""

    school_opinion: int
    bureau_opinion: int
    school_answer: int
    bureau_answer: int
    own_answer: int
    phrase: int


def hear_people(world: World, school_words: str, bureau_words: str, own: str = "own") -> Heard:
    drafter = Actor("drafter", Role.OFFICE, world.bureau.path)
    inspector = Actor("inspector", Role.SUPERVISION, world.bureau.path)
    school, school_answer = _hear(world, world.school, school_words, drafter)
    bureau, bureau_answer = _hear(world, world.bureau, bureau_words, inspector)
    writer = Actor(own, Role.OFFICE, world.bureau.path)
    _, own_answer = _hear(world, world.school, school_words, writer)
    phrase = add_phrase(world.bureau, "联系电话", "工作日上班时间", by=world.office, at=world.at)
    return Heard(school, bureau, school_answer, bureau_answer, own_answer, phrase.pk)


def _hear(world: World, unit: Unit, words: str, by: Actor) -> tuple[int, int]:
    entrance = open_entrance(
        world.campaign, name=unit.name, channel="online", about=unit, by=world.office, at=world.at
    )
    receipt = _say(world, entrance, words)
    add_under_receipt(receipt, f"{words}还是那样", at=world.at)
    answer = draft_answer(
        world.campaign, [receipt.matter], f"{words}正在修", settles=True, by=by, at=world.at
    )
    return receipt.matter, answer.pk


def _say(world: World, entrance: Entrance, words: str) -> Receipt:
    given = Given(f"{words}一直没有人管", giver_kind="parent")
    found = receipt_of(submit_opinion(entrance, given, nonce=fresh_nonce(), at=world.at).code)
    assert found is not None
    return found
