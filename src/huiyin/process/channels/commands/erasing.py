"""The one way out for what a giver sent: the words, and whatever came with them."""

from datetime import datetime

from django.db import transaction

from huiyin.platform.files.commands import forget_given
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.answers.commands import clear_messages
from huiyin.process.channels.models import Contact, GivenFile
from huiyin.process.opinions.commands import erase_words
from huiyin.process.opinions.models import Opinion, Tombstone


@transaction.atomic
def erase_given(
    opinion: Opinion, *, ground: str, lawful: bool, by: Actor, at: datetime, merged: bool = True
) -> Tombstone:
    """Part of problems.commands.erase_opinion: let an opinion turn to nothing (opinions.commands.erase_words), and with it the messages under its receipt, the contact and the
    files that came with it. Its receipt still opens and says that the words are gone.
    """
    tombstone = erase_words(opinion, ground=ground, lawful=lawful, by=by, at=at, merged=merged)
    clear_messages(opinion.pk)
    Contact.objects.filter(matter=opinion.pk).delete()
    for given in list(GivenFile.objects.filter(matter=opinion.pk).select_related("attachment__file")):
        forget_given(given.attachment)
    return tombstone
