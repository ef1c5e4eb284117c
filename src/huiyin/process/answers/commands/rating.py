"""What givers say of a fix. Parts of the commands of the rooms above, which know the problem and who stands behind it."""

from datetime import date

from huiyin.process.answers.commands.messages import fresh_message_id, needs_few
from huiyin.process.answers.models import RATINGS, Message, Receipt
from huiyin.process.answers.rules.messages import message_parts, needs_message
from huiyin.process.answers.rules.ratings import Rated, needs_rating
from huiyin.process.opinions.rules.identity import fresh_salt, sealed_digest


def keep_rating(receipt: Receipt, problem: int, handed: int, level: str, why: str, *, on: date) -> Message:
    """Keep what a giver says of a fix: a `level`, or with "" that it wasn't really fixed and `why`; the same again is one.

    What they said before of the same handing in stays, counts no more and asks for nothing more. BadInput as rules.ratings has it;
    Refused where the matter has too many messages. 5 queries.
    """
    needs_rating(level, why, not_fixed=not level)
    if why:
        needs_message(why)
    kind = Message.Kind.RATING if level else Message.Kind.NOT_FIXED
    said = Message.objects.filter(matter=receipt.matter)
    before = said.filter(kind__in=RATINGS, problem=problem, handed=handed).order_by("-turn")
    last = before.first()
    if last is not None and (last.kind, last.level, last.body) == (kind, level, why):
        return last
    needs_few(said.count())
    before.filter(read_on=None).update(read_on=on)
    rated = Rated(problem, handed, (last.turn or 0) + 1 if last else 1, level)
    salt = fresh_salt()
    return Message.objects.create(
        id=fresh_message_id(on),
        matter=receipt.matter,
        campaign_id=receipt.campaign_id,
        kind=kind,
        body=why,
        salt=salt,
        digest=sealed_digest(salt, message_parts(receipt.matter, kind, why, on, "", rated.as_text())),
        on=on,
        **vars(rated),
    )


def decide_not_fixed(problem: int, *, on: date) -> int:
    """Note that a person has decided on what givers say wasn't really fixed; how many of them. One query."""
    waiting = Message.objects.filter(kind=Message.Kind.NOT_FIXED, problem=problem, read_on=None)
    return waiting.update(read_on=on)
