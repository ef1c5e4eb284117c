"""The office's own sentences for its answers: none ships, nobody else writes them."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.answers.models import Phrase
from huiyin.process.answers.rules.answers import LONGEST_PHRASE, LONGEST_TITLE


@transaction.atomic
def add_phrase(unit: Unit, title: str, body: str, *, by: Actor, at: datetime) -> Phrase:
    """Keep a sentence under a title, for whoever writes answers for `unit`."""
    by.needs(Right.ANSWER_WRITE, unit.path)
    if not (0 < len(title.strip()) <= LONGEST_TITLE and 0 < len(body.strip()) <= LONGEST_PHRASE):
        raise BadInput(
            f"请写题目（{LONGEST_TITLE} 字以内）和用语（{LONGEST_PHRASE} 字以内）。",
            f"Write a title of {LONGEST_TITLE} characters at most, and the words, {LONGEST_PHRASE} at most.",
        )
    made = Phrase.objects.create(
        unit=unit, title=title.strip(), body=body.strip(), by=by.code, on=day_in_china(at)
    )
    record(act="phrase.added", subject=f"phrase:{made.pk}", by=by.code, at=at)
    return made


@transaction.atomic
def retire_phrase(phrase: Phrase, *, by: Actor, at: datetime) -> bool:
    """Offer it no more; it stays. Whether it was still offered: twice is once."""
    by.needs(Right.ANSWER_WRITE, phrase.unit.path)
    if not Phrase.objects.filter(pk=phrase.pk, gone_on=None).update(gone_on=day_in_china(at)):
        return False
    record(act="phrase.retired", subject=f"phrase:{phrase.pk}", by=by.code, at=at)
    return True
