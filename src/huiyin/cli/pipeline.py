"""The steps of the main job, in the order in which an opinion travels. Each is a command of its room."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import click

from huiyin.cli.judging import Judged, Sayer
from huiyin.cli.refusals import write_refusals
from huiyin.cli.steps import Steps, Tell
from huiyin.cli.summary import Intaken, Summary
from huiyin.cli.units import NAMELESS, only_top_unit
from huiyin.kit.blocks import in_blocks
from huiyin.kit.clock import day_in_china
from huiyin.kit.sheets import Sheet
from huiyin.platform.orgs.commands import ensure_root, import_units
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.unit_names import UnitNames
from huiyin.platform.orgs.rules.unit_rows import UnitProblem, read_units
from huiyin.process.campaigns.commands import enrol_units, start_campaign
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules import Template
from huiyin.process.opinions.commands import (
    group_opinions,
    open_intake,
    recognise_units,
    seal_days,
    sweep_opinions,
    take_opinions,
)
from huiyin.reports.layout.fonts import OFFICIAL_FONTS, installed_families, missing_fonts
from huiyin.reports.papers.briefing import Issue, write_briefing
from huiyin.reports.papers.ledgers import (
    write_opinion_summary,
    write_problem_list,
    write_rectification_ledger,
)
from huiyin.reports.papers.material import Material
from huiyin.reports.papers.opinions_csv import write_opinions_csv

# Whoever can type commands on the server's database acts for the office.
OPERATOR = Actor("command-line", Role.OFFICE)
CHUNK = 5000

SUMMARY_LIST = "意见建议汇总表.xlsx"
PROBLEM_LIST = "班子问题清单.xlsx"
LEDGER = "整改台账.xlsx"
BRIEFING = "简报.docx"
OPINIONS = "opinions.csv"


class Job:
    """One run: the campaign is started or gone on with, what is new comes in, everything is swept, papers are drawn.

    Stopped anywhere, the same command goes on: each chunk is whole, each paper is replaced whole.
    """

    def __init__(
        self,
        template: Template,
        judged: Judged,
        unit_sheet: Sheet | None,
        organisation: str | None,
        out: Path,
        *,
        at: datetime,
        steps: Steps,
    ) -> None:
        self.template = template
        self.judged = judged
        self.unit_sheet = unit_sheet
        self.organisation = organisation
        self.out = out
        self.at = at
        self.steps = steps

    def run(self) -> Summary:
        seal_days(by=OPERATOR, at=self.at)
        campaign = self._campaign()
        with self.steps.step("units", "登记单位"):
            problems = self._units(campaign)
        with self.steps.step("intake", "收录意见") as tell:
            intaken = self._take_in(campaign, tell)
        with self.steps.step("sweep", "索引和建议") as tell:
            sweep_opinions(campaign, by=OPERATOR, at=self.at, progress=tell)
        with self.steps.step("group", "归并意见"):
            group_opinions(campaign, by=OPERATOR, at=self.at)
        material = Material(campaign)
        with self.steps.step("papers", "写出台账和简报") as tell:
            files = self._papers(material, intaken, tell)
        fonts = missing_fonts(OFFICIAL_FONTS, installed_families())
        summary = Summary(material, intaken, problems, files, fonts, self.out, self.steps.seconds)
        summary.write()
        return summary

    def _campaign(self) -> Campaign:
        known = Campaign.objects.filter(code=self.template.code).select_related("root").first()
        if known is not None:
            self._say_what_stays(known)
            return known
        root = ensure_root(self.organisation or self._only_top_unit() or NAMELESS, by=OPERATOR, at=self.at)
        name = self.template.campaign.zh
        return start_campaign(
            self.template, code=self.template.code, name=name, root=root, by=OPERATOR, at=self.at
        )

    def _say_what_stays(self, campaign: Campaign) -> None:
        """A campaign keeps the organiser and the template that it started with; whoever gave others hears so."""
        if self.organisation and self.organisation != campaign.root.name:
            click.echo(
                f"本库的活动由“{campaign.root.name}”主办，仍按它印；要换主办单位请另用一个结果文件夹。",
                err=True,
            )
        if self.template.digest != campaign.template_digest:
            click.echo(
                "模板与活动启动时的不同：仍按启动时冻结的模板办；要用新模板请另用一个结果文件夹。", err=True
            )

    def _only_top_unit(self) -> str | None:
        return only_top_unit(read_units(self.unit_sheet).rows) if self.unit_sheet else None

    def _units(self, campaign: Campaign) -> tuple[UnitProblem, ...]:
        problems: tuple[UnitProblem, ...] = ()
        if self.unit_sheet is not None:
            read = read_units(self.unit_sheet, known=Unit.objects.values_list("name", flat=True))
            import_units(read.rows, campaign.root, by=OPERATOR, at=self.at)
            problems = read.problems
            recognise_units(campaign, _unit_names(campaign), by=OPERATOR, at=self.at)
        enrol_units(campaign, list(Unit.objects.under(campaign.root.path)), by=OPERATOR, at=self.at)
        return problems

    def _take_in(self, campaign: Campaign, tell: Tell) -> Intaken:
        judged = self.judged
        columns = {guess.field: guess.header for guess in judged.columns.guesses}
        intake = open_intake(
            campaign,
            file_name=judged.path.name,
            file_digest=judged.digest,
            columns=columns,
            by=OPERATOR,
            at=self.at,
        )
        names = _unit_names(campaign)
        sayer = Sayer(template_of(campaign), names, intake.number)
        intaken = Intaken(judged, intake.number)
        for chunk in in_blocks(judged.good, CHUNK):
            said = [sayer.said(row, key) for row, key in chunk]
            intaken.add(take_opinions(intake, said, by=OPERATOR, at=self.at))
            tell(intaken.done, len(judged.good))
        intaken.unmatched_units = dict(sayer.unmatched)
        return intaken

    def _papers(self, material: Material, intaken: Intaken, tell: Tell) -> Sequence[str]:
        today = day_in_china(self.at)
        writers: dict[str, Callable[[Path], None]] = {
            OPINIONS: lambda path: write_opinions_csv(material, path),
            SUMMARY_LIST: lambda path: write_opinion_summary(material, path, today),
            PROBLEM_LIST: lambda path: write_problem_list(material, path, today),
            LEDGER: lambda path: write_rectification_ledger(material, path, today),
            BRIEFING: lambda path: write_briefing(
                material, path, Issue(intaken.number, today, intaken.refused)
            ),
        }
        for done, (name, write) in enumerate(writers.items(), start=1):
            write(self.out / name)
            tell(done, len(writers))
        refusals = write_refusals(self.judged, intaken.clashes, self.out)
        return [*writers, *refusals]


def _unit_names(campaign: Campaign) -> UnitNames:
    units = Unit.objects.under(campaign.root.path)
    return UnitNames.of((str(unit.pk), [unit.name, *unit.aliases]) for unit in units)
