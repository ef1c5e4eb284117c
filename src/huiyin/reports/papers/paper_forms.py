"""What a batch of paper forms says: the template's own headings, and in few words who reads what is written."""

from datetime import date

from huiyin.process.answers.rules.receipts import printed
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.models import PaperBatch
from huiyin.process.channels.rules.addresses import to_type
from huiyin.process.channels.rules.paper import FORM, Printed
from huiyin.reports.layout.paper_form import PaperForm, PaperSheet

_ROWS = 5
_DAY = "×月×日"
"""What a template writes into its foot for the day by which the form is to be handed in."""


def paper_form_of(batch: PaperBatch, base: str) -> PaperForm:
    """The form of a batch (with its campaign, root and unit); `base` is where the pages are reached."""
    campaign, about = batch.campaign, batch.about
    template = template_of(campaign)
    form = template.forms[FORM]
    office, inspectors = template.term("activity_office").zh, template.term("supervision_group").zh
    foot = form.foot.replace(_DAY, _month_day(batch.hand_in_by)) if batch.hand_in_by else _without(form.foot)
    who = (
        f"{about.name}的人不拆看、不录入；被反映的个人任何时候都看不到原表"
        if about
        else "被反映的个人任何时候都看不到原表"
    )
    page = f"{base.rstrip('/')}/r"
    return PaperForm(
        organiser=f"{campaign.root.name} · {campaign.name}",
        title=form.title,
        landscape=form.landscape,
        filled_by=form.filled_by.split("（")[0] or "单位",
        unit=about.name if about else "　　　　　　　　　　　　",
        filled_on=form.filled_on or "填表时间",
        kinds=tuple((kind.zh, kind.code == batch.giver_kind) for kind in template.giver_kinds),
        columns=tuple((column.heading, column.width) for column in form.columns),
        rows=_ROWS,
        numbered=bool(form.columns) and form.columns[0].kind == "number",
        foot=(
            foot,
            f"一件事写一行，写不下可以写到背面。由{campaign.root.name}{office}扫描、照原样录入，给{office}和{inspectors}看；录完即销毁扫描件。{who}。",
        ),
        group=batch.name,
        receipt_page=page,
        typed_page=to_type(page),
    )


def paper_sheet_of(one: Printed) -> PaperSheet:
    return PaperSheet(one.number, one.code, tuple(printed(one.code).split("-")))


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _without(foot: str) -> str:
    """The foot without the part that names the day, where there is none."""
    return (
        "；".join(part for part in foot.rstrip("。").split("；") if _DAY not in part) + "。" if foot else ""
    )
