"""谈心谈话记录表 (DOMAIN 2.6): the facts of a talk under the template's headings, for one of the two.

What they said to each other is on it only where one of them has opened it with the passphrase, and then what they wrote themselves: in that
one answer. The paper goes from the request to the answer and is kept nowhere.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from django.views.decorators.debug import sensitive_variables

from huiyin.kit.errors import Refused
from huiyin.kit.outputs import written_whole
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Post, open_on
from huiyin.platform.orgs.rules.terms import POST_NAMES, PostKind
from huiyin.process.campaigns.queries import template_of
from huiyin.process.talks.commands.points import Opened
from huiyin.process.talks.models import Talk
from huiyin.process.talks.rules.states import TalkState
from huiyin.reports.layout.official import OfficialDocument, chinese_date

TALK_RECORD = "talk_record"
_WIDTHS = (44.0, 112.0)


def title_of_record(talk: Talk) -> str:
    """What the template calls the paper; Refused where it has none."""
    form = template_of(talk.participation.campaign).forms.get(TALK_RECORD)
    if form is None:
        raise Refused("模板里没有这张表。", "The template has no such form.")
    return form.title


@sensitive_variables("own", "told", "rows")
def write_talk_record(talk: Talk, path: Path, today: date, own: Sequence[Opened] | None = None) -> None:
    """The paper of a talk. `own` are the points that the reader wrote, opened; without them their columns aren't there at all. One query."""
    template = template_of(talk.participation.campaign)
    sealed = {one.code for one in template.talks.headings}
    told = {**_facts(talk), **_points(own)}
    rows = [
        (column.heading, told.get(column.code, ""))
        for column in template.forms[TALK_RECORD].columns
        if own is not None or column.code not in sealed
    ]
    title = title_of_record(talk)
    mark = "" if talk.state == TalkState.CONFIRMED else "未经双方确认"
    paper = OfficialDocument(title, talk.held_on or today, mark=mark)
    paper.title(f"{talk.participation.unit.name}\n{title}")
    paper.table(("项目", "内容"), rows, _WIDTHS, aligns=("center", "left"))
    if own is None:
        paper.note("谈了什么不在这张表上：要点由两人封存，只有他们自己打得开。")
    else:
        paper.note("要点只有打印的人自己写的，由本人打开、本人保管。")
    with written_whole(path) as part:
        paper.save(part)


def _facts(talk: Talk) -> Mapping[str, str]:
    template = template_of(talk.participation.campaign)
    kind, part = template.talks.named(talk.kind), talk.part
    day = talk.held_on or talk.planned_on
    when = next((one.zh for one in template.talks.parts if one.code == part), "")
    return {
        "talker": talk.one.name,
        "partner": talk.other.name,
        "post": _post(talk, talk.other, day or talk.made_on),
        "kind": kind.zh if kind else talk.kind,
        "held_on": f"{chinese_date(day)}{when}" if day else "",
        "place": talk.place,
        "confirmed": "；".join(
            f"{who.name} {chinese_date(on)}" if on else f"{who.name} 未确认"
            for who, on in ((talk.one, talk.one_on), (talk.other, talk.other_on))
        ),
    }


@sensitive_variables("own", "told")
def _points(own: Sequence[Opened] | None) -> Mapping[str, str]:
    """By heading, what the reader wrote down under it."""
    told: dict[str, list[str]] = defaultdict(list)
    for one in own or ():
        told[one.heading].append(one.text or "（封给从前的钥匙，没有打开）")
    return {heading: "\n".join(texts) for heading, texts in told.items()}


def _post(talk: Talk, account: Account, day: date) -> str:
    """What somebody is on that day: in the unit of the talk first. One query."""
    posts = Post.objects.filter(open_on(day), account=account).select_related("unit").order_by("pk")
    here = sorted(posts, key=lambda post: post.unit_id != talk.participation.unit_id)
    return f"{here[0].unit.name}{POST_NAMES[PostKind(here[0].kind)]}" if here else ""
