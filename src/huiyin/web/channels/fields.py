"""What the forms of listening have in common: their token, whose they are, whom they are about, and words as they were typed."""

from django.conf import settings
from django.http import QueryDict

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.channels.access import may_type, needs_typist
from huiyin.process.channels.models import PaperBatch
from huiyin.process.channels.rules.tokens import make_token, read_token
from huiyin.web.frame.fields import line
from huiyin.web.frame.picking import Picker
from huiyin.web.frame.visit import Visit

LONGEST_TYPED = 20_000


def fresh_token(visit: Visit, form: str) -> str:
    """The token of a form: sent twice, it is one act."""
    return make_token(settings.HUIYIN_GIVERS_KEY, _of(visit, form), fresh_nonce(), visit.at)


def nonce_of(given: QueryDict, visit: Visit, form: str) -> bytes:
    """What the form's token says. BadInput for another's, and for one older than a day."""
    token = read_token(settings.HUIYIN_GIVERS_KEY, _of(visit, form), line(given, "token"), visit.at)
    if token is None or token.too_old:
        raise BadInput(
            "这张表放得太久了，没有收下。内容还在下面，请再提交一次。",
            "This form is too old and wasn't taken. What you typed is still below: send it again.",
        )
    return token.nonce


def host_of(given: QueryDict, visit: Visit) -> Unit:
    """The unit at which it was written down: the one that was named, or the only or topmost one of the visitor's."""
    picker = Picker(visit, Right.OPINION_TAKE)
    if not line(given, "host") and picker.parts:
        return picker.parts[0].unit
    return picker.one(line(given, "host")).unit


def typist(visit: Visit, batch: PaperBatch) -> Actor:
    """The capacity in which the visitor types in a batch; NotAllowed without one."""
    for actor in visit.actors:
        if may_type(batch, actor):
            return actor
    by = visit.by(Right.OPINION_TAKE)
    needs_typist(batch, by)
    return by


def about_of(given: QueryDict, visit: Visit) -> int | None:
    """The unit that it is about, by its whole name; None where nobody has said. One query.

    No name is suggested: what units there are beside one's own isn't everybody's to know.
    """
    name = line(given, "about")
    if not name:
        return None
    found = Unit.objects.under(visit.running.root.path).filter(name=name).values_list("pk", flat=True).first()
    if found is None:
        raise BadInput(
            f"没有叫“{name[:30]}”的单位，请写全称，或者不写，由办理的人判断。",
            f"No unit is called '{name[:30]}': write its whole name, or leave it to whoever works on it.",
        )
    return found


def verbatim(text: str) -> str:
    """Words as they were typed: only the line ends of browsers are made ours. BadInput for what no field shows any more."""
    if len(text) > LONGEST_TYPED:
        raise BadInput("太长了，请分几条记。", "Too long: write it down in parts.")
    return text.replace("\r\n", "\n")


def number(given: QueryDict, name: str) -> int:
    """A count; 0 for an empty field, BadInput for what is none."""
    typed = line(given, name)
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        raise BadInput(f"“{typed[:20]}”不是个数。", f"'{typed[:20]}' isn't a number.")
    return int(typed)


def offered_hosts(visit: Visit) -> list[str]:
    """The names that a field for the host offers; none where there is but one."""
    parts = Picker(visit, Right.OPINION_TAKE).parts
    return [part.unit.name for part in parts[:300]] if len(parts) > 1 else []


def _of(visit: Visit, form: str) -> str:
    return f"desk:{visit.running.code}:{visit.account.pk}:{form}"
