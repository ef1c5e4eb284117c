"""What the poster of an entrance says: true of this entrance, in few words."""

from datetime import date

from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.addresses import say_address, to_type
from huiyin.reports.layout.posters import Poster

_PROMISES = (
    "不用登录，不问姓名；只记日期，不记钟点，不记网络地址。",
    "您的原话一字不改地保存，谁也改不了。",
    "交上去就得一个回执码，凭它看办到哪一步、怎么答复。",
)
_FOR_PUPILS = "未满十四岁的同学，请和家长一起看、一起填。"


def poster_of(entrance: Entrance, base: str) -> Poster:
    """The poster of an entrance (with its campaign, root and unit); `base` is where the pages are reached."""
    campaign = entrance.campaign
    template = template_of(campaign)
    office, inspectors = template.term("activity_office").zh, template.term("supervision_group").zh
    about = entrance.about
    above = about is not None and about.pk != campaign.root_id
    readers = f"{campaign.root.name}{office}、{inspectors}" if above else inspectors
    unread = (
        f"{about.name}和它的负责人看不到您的原话，除非您同意、并且至少五个人说到同一件事；被您反映的个人任何时候都看不到。"
        if above and about is not None
        else f"说{campaign.root.name}或它的{office}的，由{inspectors}办理，{office}看不到；被您反映的个人任何时候都看不到。"
    )
    address = say_address(base, entrance.code)
    return Poster(
        organiser=f"{campaign.root.name} · {campaign.name}",
        title="有话请说",
        group=entrance.name,
        address=address,
        typed=to_type(address),
        promises=(_FOR_PUPILS, *_PROMISES) if entrance.pupils else _PROMISES,
        readers=f"谁读：{readers}。",
        unread=f"谁读不到：{unread}",
        days=_days(entrance.opens_on, entrance.closes_on),
    )


def _days(first: date, last: date | None) -> str:
    since = f"{first.year} 年 {first.month} 月 {first.day} 日起"
    return f"{since}，到 {last.month} 月 {last.day} 日止" if last else since
