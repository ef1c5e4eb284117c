"""Opinions of a day, a unit and a kind of giver, put into groups by hand: for counting what is spoken of."""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.commands import triage_opinion
from huiyin.process.opinions.models import CommonMatter, Group, Opinion, Placement
from tests.world import World

TODAY = date(2014, 5, 23)


@dataclass
class Spoken:
    """`say` takes opinions in and puts them into a group (and a common matter); `decide` gives them an education topic."""

    world: World
    office: Actor
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @classmethod
    def of(cls, world: World) -> "Spoken":
        return cls(world, Actor("office-1", Role.OFFICE, world.bureau.path))

    def say(
        self,
        *bodies: str,
        on: date | None = TODAY,
        about: Unit | None = None,
        kind: str = "parent",
        group: Group | None = None,
        common: CommonMatter | None = None,
    ) -> list[int]:
        unit = about or self.world.school
        said = [
            replace(self.world.said(body, next(self.numbers)), raised_on=on, giver_kind=kind, about=unit.pk)
            for body in bodies
        ]
        self.world.take_said(said)
        taken = Opinion.objects.filter(source_id__in=[row.source_id for row in said])
        by_number = dict(taken.values_list("source_id", "pk"))
        pks = [by_number[row.source_id] for row in said]
        first = group is not None and not Placement.objects.filter(group=group).exists()
        Placement.objects.bulk_create(
            Placement(opinion_id=pk, group=group, common=common, typical=first and at == 0)
            for at, pk in enumerate(pks)
        )
        return pks

    def group(self, number: int, title: str, unit: Unit | None = None) -> Group:
        return Group.objects.create(
            campaign=self.world.campaign, number=number, title=title, unit=unit or self.world.school
        )

    def common(self, number: int, title: str) -> CommonMatter:
        return CommonMatter.objects.create(campaign=self.world.campaign, number=number, title=title)

    def decide(self, pks: list[int], topic: str) -> None:
        for opinion in Opinion.objects.filter(pk__in=pks).select_related("campaign__root", "about"):
            triage_opinion(opinion, focus="", topic=topic, specific=False, by=self.office, at=self.world.at)
