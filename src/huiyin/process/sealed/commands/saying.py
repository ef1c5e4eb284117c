"""What is said of a sealed matter to and fro. Parts of the commands of the rooms above, which say who may."""

from django.conf import settings

from huiyin.kit.enciphering import encipher
from huiyin.process.sealed.models import SealedMessage
from huiyin.process.sealed.rules.package import SEALED, Said


def keep_said(matter: int, said: Said) -> None:
    """Keep a message apart. One query."""
    SealedMessage.objects.create(
        id=said.pk,
        matter_id=matter,
        kind=said.kind,
        enciphered=encipher(said.as_text(), key=settings.HUIYIN_GIVERS_KEY, use=SEALED),
        digest=said.digest,
        on=said.on,
        by=said.by,
        sealed_in=said.sealed_in,
        read_on=said.read_on,
    )


def let_said_go(matter: int) -> None:
    """Let the messages of a matter go that stand outside again: the database lets no others. One query."""
    SealedMessage.objects.filter(matter=matter).delete()
