"""The one way out for what a giver sent: the words, and whatever came with them."""

from datetime import datetime

from django.db import transaction

from huiyin.platform.files.commands import forget_given
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.answers.commands import clear_messages
from huiyin.process.channels.models import Contact, GivenFile
from huiyin.process.opinions.commands import erase_words
from huiyin.process.opinions.models import Opinion, Tombstone
from huiyin.process.sealed.commands import erase_sealed, expire_sealed
from huiyin.process.sealed.models import SealedMatter, SealedStep
from huiyin.process.sealed.rules.reach import reaches_sealed


@transaction.atomic
def erase_given(
    opinion: Opinion, *, ground: str, lawful: bool, by: Actor, at: datetime, merged: bool = True
) -> Tombstone:
    """Part of problems.commands.erase_opinion: let an opinion turn to nothing (opinions.commands.erase_words), and with it the messages under its receipt, the contact and the
    files that came with it. Its receipt still opens and says that the words are gone.
    """
    tombstone = erase_words(opinion, ground=ground, lawful=lawful, by=by, at=at, merged=merged)
    clear_messages(opinion.pk)
    _forget_beside(opinion.pk)
    return tombstone


@transaction.atomic
def erase_given_sealed(
    matter: SealedMatter, *, ground: str, lawful: bool, by: Actor, at: datetime
) -> SealedStep:
    """Part of problems.commands.erase_matter: the same of a sealed matter, whose messages go with its words.

    By the discipline officer; by the clock, which erases and reads nothing, when its retention is over, and again after a restore.
    """
    reads = reaches_sealed(by, matter.about.path if matter.about else None, matter.campaign.root.path)
    erase = erase_sealed if reads else expire_sealed
    step = erase(matter, ground, lawful=lawful, by=by, at=at)
    _forget_beside(matter.pk)
    return step


def _forget_beside(matter: int) -> None:
    """The contact and the files of a matter."""
    Contact.objects.filter(matter=matter).delete()
    for given in list(GivenFile.objects.filter(matter=matter).select_related("attachment__file")):
        forget_given(given.attachment)
