"""A second round of listening is planned: a task of the plan for each unit, sized, with its entrances open again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.commands.asking import Wanted, ask_units
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.commands import open_entrances
from huiyin.process.effects.models import Effect, ListeningRound, RoundUnit
from huiyin.process.effects.queries.rounds import Need, entrances_of, needs_of
from huiyin.process.effects.queries.standing import last_run


@transaction.atomic
def plan_round(
    campaign: Campaign, units: Collection[int], *, opens_on: date, closes_on: date, by: Actor, at: datetime
) -> ListeningRound:
    """Plan a second round in some units (ids): the same channels, kinds of giver and questions as before, as a task until `closes_on`.

    Its words say how much must be heard for how many verdicts, as of the last run. Entrances about these units are opened again for its
    days, those that still stand stay. Refused before the first run, and for units in which no listening will tell of anything. Where it would
    take more than a unit can give, a round may be held all the same, and its words promise no verdict.
    """
    by.needs(Right.PLAN_EDIT, campaign.root.path)
    take_turn()
    run, today = last_run(campaign), day_in_china(at)
    if run is None:
        raise Refused(
            "还没有算过成效，说不出要听多少。", "No effect was measured yet, so no size can be told."
        )
    if not today <= opens_on <= closes_on:
        raise BadInput(
            "开始日期不能早于今天，截止日期不能早于开始日期。",
            "It opens today or later, and closes after that.",
        )
    if not units:
        raise Refused("请先勾选要再听一轮的单位。", "Tick the units that are to be listened to again first.")
    needs = [
        one for one in needs_of(campaign, Effect.objects.latest_of(campaign)) if one.unit.pk in set(units)
    ]
    if not needs:
        raise Refused(
            "所选单位没有等着听取才能说明的问题。",
            "In none of these units does a problem wait for listening.",
        )
    taking = Participation.objects.filter(
        campaign=campaign, ended_on=None, unit__in=[one.unit.pk for one in needs]
    )
    wanted = Wanted(
        title="第二轮听取意见",
        demand=_demand(campaign, needs),
        starts_on=opens_on,
        due_on=closes_on,
        source=f"effects:{run.number}",
    )
    ask = ask_units(campaign, wanted, list(taking.select_related("unit")), by=by, at=at)
    last = ListeningRound.objects.filter(campaign=campaign).order_by("-number").first()
    made = ListeningRound.objects.create(
        campaign=campaign,
        number=last.number + 1 if last else 2,
        run=run,
        ask=ask,
        opens_on=opens_on,
        closes_on=closes_on,
        by=by.code,
        on=today,
    )
    rows = [
        RoundUnit(
            round=made,
            unit=one.unit,
            episodes=one.size.episodes,
            opinions=one.size.opinions,
            tells=one.size.tells,
            never=one.size.never,
            channels=dict(one.channels),
            kinds=list(one.kinds),
            opened=_open_again(campaign, one, opens_on, closes_on, by=by, at=at),
        )
        for one in needs
    ]
    RoundUnit.objects.bulk_create(rows)
    facts = {"number": made.number, "units": len(rows), "episodes": sum(row.episodes for row in rows)}
    record(act="round.planned", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return made


def _open_again(
    campaign: Campaign, need: Need, opens_on: date, closes_on: date, *, by: Actor, at: datetime
) -> int:
    opened = 0
    for channel, kinds in entrances_of(need.unit).items():
        made = open_entrances(
            campaign,
            [need.unit],
            kinds,
            channel=channel,
            opens_on=opens_on,
            closes_on=closes_on,
            by=by,
            at=at,
        )
        opened += made.new
    return opened


def _demand(campaign: Campaign, needs: Sequence[Need]) -> str:
    """What units are asked: nothing in it tells what was said of whom."""
    template = template_of(campaign)
    channels = [one.zh for one in template.channels if any(one.code in need.channels for need in needs)]
    kinds = [one.zh for one in template.giver_kinds if any(one.code in need.kinds for need in needs)]
    telling = [need for need in needs if need.size.tells]
    opinions = sum(need.size.opinions for need in telling)
    tells = sum(need.size.tells for need in telling)
    said = (
        f"合计听到约 {opinions} 条关于这些单位的意见，才说得出 {tells} 个已销号问题改没改好；"
        if tells
        else "这些单位的已销号问题改没改好，靠数意见说不清，听到的供当面核实用；"
    )
    return (
        f"同样的渠道（{'、'.join(channels) or '原来的'}）、同样的人群（{'、'.join(kinds) or '原来的'}）、同样的问法，再听取一轮。"
        f"{said}听到多少算多少，不摊派、不排名。"
    )
