"""反馈提醒单 as a paper for who gets it, and the list of slips on the template's form (DOMAIN 2.9)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from huiyin.kit.errors import Refused
from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.reminders.models import Reminder, ReminderPoint
from huiyin.reports.layout.official import OfficialDocument, chinese_date
from huiyin.reports.papers.ledgers import Row, write_form
from huiyin.reports.papers.material import Material

SLIP = "reminder_slip"


def title_of_slips(campaign: Campaign) -> str:
    """What the template calls a slip; Refused where it has none."""
    form = template_of(campaign).forms.get(SLIP)
    if form is None:
        raise Refused("模板里没有这张表。", "The template has no such form.")
    return form.title


def write_slip(slip: Reminder, people: Mapping[str, str], path: Path) -> None:
    """One slip: to whom, what is pointed out, from whom, and who signed for it. No giver is on it. One query."""
    template = template_of(slip.campaign)
    leaves = {leaf.code: leaf.zh for leaf in template.focus_leaves()}
    title = title_of_slips(slip.campaign)
    paper = OfficialDocument(title, slip.sent_on)
    paper.title(title)
    paper.paragraph(f"第{slip.number}号")
    paper.addressee(f"{slip.unit.name}{slip.account.name}同志")
    if slip.opening:
        paper.paragraph(slip.opening)
    points = ReminderPoint.objects.filter(slip=slip).select_related("problem").order_by("number")
    rows = [(str(one.number), one.text, leaves.get(one.focus, ""), one.problem.number) for one in points]
    paper.table(
        ("序号", "提醒的问题", "类别", "台账编号"),
        rows,
        (14, 80, 36, 26),
        aligns=("center", "left", "center", "center"),
    )
    paper.signature(people.get(slip.by, ""), slip.sent_on)
    paper.paragraph(_signed("本人签收", slip.account.name, slip.signed_on))
    if slip.together:
        paper.paragraph(_signed("主要负责人会同签收", people.get(slip.head_by, ""), slip.head_signed_on))
    with written_whole(path) as part:
        paper.save(part)


def write_slips(
    campaign: Campaign, slips: Sequence[Reminder], people: Mapping[str, str], path: Path, today: date
) -> None:
    """The list, a row for each slip, on the template's form. 2 queries."""
    title_of_slips(campaign)
    write_form(Material(campaign), SLIP, path, today, _rows(slips, people), ())


def _rows(slips: Sequence[Reminder], people: Mapping[str, str]) -> Iterator[Row]:
    points: dict[int, list[ReminderPoint]] = defaultdict(list)
    for one in ReminderPoint.objects.filter(slip__in=[slip.pk for slip in slips]).order_by("number"):
        points[one.slip_id].append(one)
    for slip in slips:
        yield {
            "number": slip.number,
            "to": f"{slip.unit.name}{slip.account.name}",
            "given_on": slip.sent_on,
            "by": people.get(slip.by, ""),
            "points": "\n".join(f"{one.number}. {one.text}" for one in points[slip.pk]),
            "received": _received(slip, people),
        }


def _received(slip: Reminder, people: Mapping[str, str]) -> str:
    own = f"{chinese_date(slip.signed_on)}" if slip.signed_on else "未签收"
    if not slip.together:
        return own
    head = people.get(slip.head_by, "")
    return f"{own}\n会同：{head}{chinese_date(slip.head_signed_on) if slip.head_signed_on else '未签收'}"


def _signed(label: str, name: str, on: date | None) -> str:
    return f"{label}：{name}　{chinese_date(on)}" if on else f"{label}：{name}　（未签收）"
