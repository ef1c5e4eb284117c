"""Before a unit reads what an office wrote: is anybody who gave an opinion to be known by it? (SPEC rules 4 and 5)"""

from django.http import HttpRequest

from huiyin.kit.errors import Refused
from huiyin.process.opinions.queries.protection import care_of
from huiyin.web.frame.visit import Visit


def told(visit: Visit, text: str) -> list[str]:
    """The words by which somebody may be known, each once."""
    found = care_of(visit.running, text).tellings
    return list(dict.fromkeys(text[one.start : one.end] for one in found))


def needs_nobody_known(request: HttpRequest, visit: Visit, text: str) -> None:
    """Refused once for such words: the writer hides them, or says that nobody is known by them (the tick "looked")."""
    words = told(visit, text) if request.POST.get("looked") != "yes" else []
    if words:
        listed = "、".join(words)
        raise Refused(
            f"单位会看到的这些字里，可能认出提意见的人：{listed}。请隐去；看过了、认不出的，勾选下面一项再提交。",
            f"By these words, which the unit will read, somebody who gave an opinion may be known: {listed}. Leave them out; if "
            "nobody is known by them, tick the box below and send it again.",
        )
