"""The cast and the units, built by calling commands: 局, two schools; the office, a clerk, an administrator, an outsider."""

from dataclasses import dataclass, field
from datetime import date, datetime

from huiyin.platform.orgs.commands import ensure_root, import_units
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from huiyin.process.campaigns.commands import enrol_units, start_campaign
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.rules import Template, library_folder, load_template
from huiyin.process.opinions.commands import open_intake, take_opinions
from huiyin.process.opinions.models import Intake, Opinion
from huiyin.process.opinions.rules.identity import keyed
from huiyin.process.opinions.rules.intake import Said, Taken

TEMPLATE: Template = load_template(library_folder("mass-line-2014"))


@dataclass
class World:
    """Who is there. `office` acts for the activity office, `clerk` for the first school, `outsider` for nobody here."""

    at: datetime
    bureau: Unit
    school: Unit
    other_school: Unit
    office: Actor
    clerk: Actor
    administrator: Actor
    outsider: Actor
    campaign: Campaign
    intakes: dict[str, Intake] = field(default_factory=dict)

    def without_concerns(self) -> "World":
        """The same, but of a template that doesn't ask what givers want."""
        self.campaign.template = TEMPLATE.model_copy(update={"concerns": ()}).model_dump_json()
        Campaign.objects.filter(pk=self.campaign.pk).update(template=self.campaign.template)
        return self

    def intake(self, name: str = "意见.xlsx") -> Intake:
        digest = name.encode().hex().ljust(64, "0")[:64]
        return open_intake(
            self.campaign,
            file_name=name,
            file_digest=digest,
            columns={"text": "意见原文"},
            by=self.office,
            at=self.at,
        )

    def take(self, *bodies: str, name: str = "意见.xlsx") -> list[Opinion]:
        """Take opinions with these words; the opinions, in the order given."""
        said = [self.said(body, number) for number, body in enumerate(bodies, start=1)]
        self.take_said(said, name=name)
        rows = {opinion.source_key: opinion for opinion in Opinion.objects.of(self.campaign)}
        return [rows[keyed(self.campaign.secret, row.key)] for row in said]

    def take_said(self, said: list[Said], *, name: str = "意见.xlsx") -> Taken:
        return take_opinions(self.intake(name), said, by=self.office, at=self.at)

    def said(self, body: str, number: int) -> Said:
        key = f"{number}".rjust(64, "0")
        return Said(
            key=key, source_id=str(number), title="", body=body, row_no=number + 1, raised_on=date(2014, 5, 1)
        )


def build_world(at: datetime) -> World:
    office = Actor("office", Role.OFFICE)
    bureau = ensure_root("云河市教育局", by=office, at=at)
    rows = [
        UnitRow(2, None, "云河市第三中学", None, "学校", ()),
        UnitRow(3, None, "云河市实验幼儿园", None, "幼儿园", ()),
    ]
    import_units(rows, bureau, by=office, at=at)
    school, other = (Unit.objects.get(name=row.name) for row in rows)
    campaign = start_campaign(TEMPLATE, code="mass-line", name="教育实践活动", root=bureau, by=office, at=at)
    enrol_units(campaign, [bureau, school, other], by=office, at=at)
    return World(
        at=at,
        bureau=bureau,
        school=school,
        other_school=other,
        office=office,
        clerk=Actor("clerk-3", Role.CLERK, school.path),
        administrator=Actor("admin", Role.ADMINISTRATOR),
        outsider=Actor("nobody", Role.CLERK, "zzzz"),
        campaign=campaign,
    )
