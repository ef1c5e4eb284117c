"""Opening what is enciphered."""

from django.conf import settings

from huiyin.kit.enciphering import Unreadable, decipher
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.sealed.rules.package import SEALED, Package


def package_of(matter: SealedMatter) -> Package:
    """A matter's words and what came with them. Unreadable when they are gone, or under another key. No query.

    For commands that record it (commands.reading) and for verification: nobody reads a matter without a trace.
    """
    return Package.of_text(opened(matter.enciphered))


def opened(enciphered: str | None) -> str:
    if enciphered is None:
        raise Unreadable
    return decipher(enciphered, key=settings.HUIYIN_GIVERS_KEY, use=SEALED)
