"""Every address × every member of the cast × own and foreign things (SPEC rules 2, 4, 5, 13).

An address that this table doesn't know fails. Whoever isn't named for an address is refused: 403 without the right, 404 for
what lies outside their sight, and who isn't signed in is sent to the door.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.rules.rights import RIGHTS, Right, Role
from huiyin.web.frame.page import Open
from huiyin.web.people.person import seen_state
from huiyin.web.urls import urlpatterns
from tests.access.cast import ALL, ITEM, SEES, Cast
from tests.access.conftest import of_ones_own
from tests.access.talked import PASSPHRASE

RAW_READERS = {"office", "supervision"}
UNIT = {"head", "clerk", "member"}
OFFICES = {"office", "school_office"}
LISTERS = RAW_READERS | {"school_office"}
KEEPERS = {"office", "school_office", "administrator"}
APPOINTERS = KEEPERS | {"leader"}
SIGNED_IN = set(SEES) - {"anonymous"}
OWN_UNIT = UNIT | {"school_office"}
READERS = OWN_UNIT | {"foreign_clerk", "leader", "office", "supervision"}
RAISERS = {"office", "school_office", "supervision", "head", "clerk", "foreign_clerk"}

DECIDERS = {"office", "school_office", "supervision", "leader"}
RECORDERS = {"office", "school_office", "head", "clerk", "foreign_clerk"}
REPORTERS = {"office", "school_office", "head", "clerk"}
WORKERS = OWN_UNIT | {"office", "foreign_clerk"}
OVERSEERS = {"leader", "office", "supervision"}
WRITERS = {"office", "school_office", "clerk", "foreign_clerk"}
CLERKS = {"clerk", "foreign_clerk"}
STRANGERS = {"foreign_clerk", "member", "supervision"}

ARRANGERS = {"clerk", "head", "office", "school_office"}
TALKERS = {"head", "member"}
INSPECTORS = {"supervision"}
ADDRESSED = UNIT | INSPECTORS

GIVERS = {
    "say",
    "receipt",
    "reply_under_receipt",
    "add_under_receipt",
    "rate_fix",
    "withdraw_under_receipt",
    "report_retaliation",
}

Arguments = Callable[[Cast], list[object]]


@dataclass(frozen=True)
class Case:
    """One thing asked for at one address. `shown`: who gets it; `hidden`: who has the right and yet must not see this one."""

    name: str
    arguments: Arguments
    shown: set[str]
    hidden: set[str] = field(default_factory=set)
    method: str = "GET"
    query: str = ""
    data: Callable[[Cast], dict[str, str]] = lambda _: {}

    def __str__(self) -> str:
        return f"{self.method} {self.name}{self.query}"


def c(cast: Cast) -> list[object]:
    return [cast.campaign]


def finding(cast: Cast) -> list[object]:
    return [cast.campaign, cast.letter, 1]


def of(name: str) -> Arguments:
    return lambda cast: [cast.campaign, getattr(cast, name)]


def inspected(name: str) -> Arguments:
    return lambda cast: [cast.campaign, getattr(cast.inspected, name)]


def urged(cast: Cast) -> list[object]:
    return [cast.campaign, cast.inspected.ladder, "urge"]


def version(cast: Cast) -> list[object]:
    return [cast.campaign, cast.selfcheck, cast.selfcheck_version]


def said_again(cast: Cast) -> list[object]:
    return [cast.campaign, cast.again_problem, cast.again_opinion]


def team_of_school(cast: Cast) -> dict[str, str]:
    return {"of": "team", "unit": str(cast.school.pk)}


def pair_of(cast: Cast) -> list[object]:
    return [cast.campaign, *cast.pair]


def with_act(act: str) -> Arguments:
    return lambda cast: [cast.campaign, cast.sitting, act]


def at_gate(unit: str) -> Arguments:
    return lambda cast: [cast.campaign, getattr(cast, unit).pk, "leave_listen"]


def at_sheet(unit: str, *more: object) -> Arguments:
    return lambda cast: [cast.campaign, getattr(cast, unit).pk, "eight_looks", *more]


def kept(_: Cast) -> dict[str, str]:
    return {"act": "save", "edits": "0"}


def said_at(cast: Cast) -> list[object]:
    return [cast.campaign, cast.sitting, cast.criticism]


def criticism_at(cast: Cast) -> list[object]:
    return [cast.campaign, cast.sitting, "criticism", cast.criticism]


def stop_of(unit: str) -> Arguments:
    return lambda cast: [cast.campaign, getattr(cast, f"{unit}_notice"), getattr(cast, unit).pk]


def heard(name: str) -> Arguments:
    return lambda cast: [cast.campaign, getattr(cast.heard, name)]


def to_school(cast: Cast) -> dict[str, str]:
    return {"opinion": str(cast.heard.school_opinion)}


def to_bureau(cast: Cast) -> dict[str, str]:
    return {"opinion": str(cast.heard.bureau_opinion)}


def nothing(_: Cast) -> list[object]:
    return []


def person(cast: Cast) -> list[object]:
    return [cast.accounts["foreign_clerk"].pk]


def person_with(held: str) -> Arguments:
    return lambda cast: [cast.accounts["foreign_clerk"].pk, getattr(cast, held)]


def spare(cast: Cast) -> list[object]:
    """An account of the other school that is nobody's here: what it loses, nobody of the cast misses."""
    return [cast.spare.pk]


def seen(cast: Cast) -> dict[str, str]:
    return {"seen": seen_state(Account.objects.get(pk=cast.spare.pk))}


def other_unit(cast: Cast) -> list[object]:
    return [cast.other.pk]


def at_school(cast: Cast) -> list[object]:
    return [cast.campaign, cast.school.pk]


def at_other(cast: Cast) -> list[object]:
    return [cast.campaign, cast.other.pk]


def with_code(code: str) -> Arguments:
    return lambda cast: [cast.campaign, code]


def in_year(year: int) -> Arguments:
    return lambda _: [year]


def in_meeting(meeting: str, *more: str) -> Arguments:
    return lambda cast: [cast.campaign, *(getattr(cast.gathered, name) for name in (meeting, *more))]


def heard_by(name: str) -> Arguments:
    return lambda cast: [cast.campaign, getattr(cast.listened, name)]


def scan_of(unit: str) -> Arguments:
    return lambda cast: [
        cast.campaign,
        getattr(cast.listened, f"{unit}_batch"),
        getattr(cast.listened, f"{unit}_scan"),
    ]


def an_entrance(cast: Cast) -> dict[str, str]:
    return {
        "name": "二中家长",
        "channel": "online",
        "kind": "parent",
        "names": cast.school.name,
        "on": "2014-06-30",
    }


def measure_of(cast: Cast) -> list[object]:
    return [cast.campaign, cast.school_problem, 1]


def evidence_of(cast: Cast) -> list[object]:
    return [cast.campaign, cast.school_problem, cast.evidence]


def passed_up(cast: Cast) -> list[object]:
    return [cast.campaign, cast.unchecked_problem, "go-up"]


def act_of(act: str) -> Arguments:
    return lambda cast: [cast.campaign, cast.school_problem, act]


def in_talks(*names: str) -> Arguments:
    return lambda cast: [cast.campaign, *(getattr(cast.talked, name) for name in names)]


def of_talk(*names: str) -> Arguments:
    return lambda cast: [getattr(cast.talked, name) for name in ("talk", *names)]


def study(cast: Cast) -> list[object]:
    return [cast.campaign, cast.gathered.study]


def entrance(cast: Cast) -> list[object]:
    return [cast.entrance]


def title_only(_: Cast) -> dict[str, str]:
    return {"field": "title"}


CASES = [
    Case("home", nothing, SIGNED_IN),
    Case("change_password", nothing, SIGNED_IN),
    Case("todo", c, READERS),
    Case("report_progress", of("school_item"), OFFICES | {"head", "clerk"}, {"foreign_clerk"}, "POST"),
    Case("late_units", lambda cast: [cast.campaign, ITEM], OFFICES),
    Case("forecast", c, READERS),
    Case("burden", c, READERS),
    Case("overview", c, LISTERS | {"leader"}),
    Case("inbox", c, LISTERS),
    Case("inbox", c, LISTERS, query="?text=玄武"),
    Case("inbox", c, LISTERS, query="?text=青龙"),
    Case("inbox", c, LISTERS, query="?disposition=waiting&giver=parent"),
    Case("export_opinions", c, LISTERS),
    Case("opinion", of("school_opinion"), RAW_READERS, {"school_office"}),
    Case("opinion", of("other_opinion"), RAW_READERS, {"school_office"}),
    Case("opinion", of("bureau_opinion"), {"supervision"}, {"office", "school_office"}),
    Case("decide_about", of("school_opinion"), {"office"}, {"supervision", "school_office"}, "POST"),
    Case("decide_about", of("bureau_opinion"), {"supervision"}, {"office", "school_office"}, "POST"),
    Case("triage", c, LISTERS),
    Case("triage", c, LISTERS, query="?text=朱雀"),
    Case("triage_opinion", of("school_opinion"), {"office"}, {"supervision", "school_office"}),
    Case("triage_opinion", of("bureau_opinion"), {"supervision"}, {"office", "school_office"}),
    Case("triage_opinion", of("school_opinion"), {"office"}, {"supervision", "school_office"}, "POST"),
    Case("triage_opinion", of("bureau_opinion"), {"supervision"}, {"office", "school_office"}, "POST"),
    Case("undo_decision", of("school_opinion"), {"office"}, {"supervision", "school_office"}, "POST"),
    Case("suggestions", c, RAW_READERS),
    Case("groups", c, {"office", "school_office"}),
    Case("group", of("group"), {"office"}, {"school_office"}),
    Case("hot_topics", c, READERS),
    Case("hot_topics", c, READERS, query="?days=60"),
    Case("deliberation_list", c, OFFICES, query="?topic=g1&topic=g2&days=60"),
    Case("export_deliberation_list", c, OFFICES, query="?topic=g1&topic=g2&days=60"),
    Case("judge_pairs", of("group"), {"office"}, {"school_office"}, "POST"),
    Case("doubts", c, {"office", "school_office"}),
    Case("pair", pair_of, {"office"}, {"school_office"}),
    Case("judge_pair", pair_of, {"office"}, {"school_office"}, "POST"),
    Case("put_off_doubt", pair_of, {"office"}, {"school_office"}, "POST"),
    Case("doubt_lists", c, {"office", "school_office"}),
    Case("doubt_list", pair_of, {"office"}, {"school_office"}),
    Case("judge_list", pair_of, {"office"}, {"school_office"}, "POST"),
    Case("judgements", c, {"office", "school_office"}),
    Case("undo_judgement", of("judgement"), {"office"}, {"school_office"}, "POST"),
    Case("commons", c, {"office", "school_office"}),
    Case("common", of("common"), {"office"}, {"school_office"}),
    Case("raise_problem", c, {"office"}, RAISERS - {"office"}, query="?common=1"),
    Case("ledger", c, READERS),
    Case("ledger", c, READERS, query="?text=问题"),
    Case("ledger", c, READERS, query="?group=owner&mine=yes"),
    Case("ledger_lint", c, READERS),
    Case("problem_board", c, READERS),
    Case("problem_dates", c, READERS),
    Case("problem_dates", c, READERS, query="?from=2014-06-02"),
    Case("save_view", c, READERS, method="POST"),
    Case("drop_view", lambda cast: [cast.campaign, 1], set(), READERS, "POST"),
    Case("assign_problems", c, OFFICES, method="POST"),
    Case("export_problems", c, READERS),
    Case("problem_lists", c, READERS),
    Case("export_ledger", c, READERS),
    Case("take_in_list", c, RAISERS),
    Case("take_in_list", c, RAISERS, method="POST"),
    Case("import_edited_ledger", c, WORKERS),
    Case("import_edited_ledger", c, WORKERS, method="POST"),
    Case("export_list", with_code("duty_list"), READERS),
    Case("problem", of("school_problem"), OWN_UNIT | {"leader", "office", "supervision"}, {"foreign_clerk"}),
    Case(
        "problem", of("unchecked_problem"), OWN_UNIT | {"leader", "office", "supervision"}, {"foreign_clerk"}
    ),
    Case("problem", of("other_problem"), {"foreign_clerk", "leader", "office", "supervision"}, OWN_UNIT),
    Case("effects", c, READERS),
    Case("effects", c, READERS, query="?of=unit&verdict=proven&wind=F&topic=E01"),
    Case("export_effects", c, READERS),
    Case("listening_rounds", c, {"office"}),
    Case("listening_rounds", c, {"office"}, method="POST"),
    Case("effects_paper", c, READERS),
    Case("effect", of("school_problem"), OWN_UNIT | OVERSEERS, {"foreign_clerk"}),
    Case("effect", of("other_problem"), {"foreign_clerk"} | OVERSEERS, OWN_UNIT),
    Case("not_fixed", c, DECIDERS),
    Case("decide_not_fixed", of("school_problem"), DECIDERS - {"school_office"}, {"school_office"}),
    Case("decide_not_fixed", of("school_problem"), DECIDERS - {"school_office"}, {"school_office"}, "POST"),
    Case("raise_problem", c, RAISERS),
    Case("raise_problem", c, RAISERS, method="POST"),
    Case("assign_problem", of("unchecked_problem"), OFFICES, method="POST"),
    Case("assign_problem", of("other_problem"), {"office"}, {"school_office"}, "POST"),
    Case("check_summary", of("unchecked_problem"), {"office", "supervision"}, {"foreign_clerk"}, "POST"),
    Case("take_step", act_of("claim"), OWN_UNIT | OVERSEERS, {"foreign_clerk"}),
    Case("take_step", passed_up, UNIT, {"foreign_clerk"}, "POST"),
    Case("trace", of("school_problem"), OWN_UNIT | OVERSEERS, {"foreign_clerk"}),
    Case("evidence_file", evidence_of, OWN_UNIT | OVERSEERS, {"foreign_clerk"}),
    *(
        Case(name, arguments, OWN_UNIT | {"office"}, {"foreign_clerk"}, method)
        for name, arguments, methods in (
            ("decide_together", of("school_problem"), ("GET", "POST")),
            ("plan_rectification", of("school_problem"), ("GET", "POST")),
            ("write_measure", of("school_problem"), ("GET", "POST")),
            ("measure", measure_of, ("GET", "POST")),
            ("tell_progress", measure_of, ("POST",)),
            ("end_measure", measure_of, ("POST",)),
            ("add_evidence", of("school_problem"), ("GET", "POST")),
            ("withdraw_evidence", evidence_of, ("POST",)),
            ("state_rule", of("school_problem"), ("GET", "POST")),
            ("fix_at_once", of("school_problem"), ("GET", "POST")),
            ("ask_extension", of("school_problem"), ("GET", "POST")),
        )
        for method in methods
    ),
    Case("answer_extension", of("school_problem"), OVERSEERS | {"school_office"}),
    Case("answer_extension", of("school_problem"), OVERSEERS | {"school_office"}, method="POST"),
    Case("push_down", of("school_problem"), {"office"}),
    Case("push_down", of("school_problem"), {"office"}, method="POST"),
    Case("circulars", c, READERS),
    Case("circular", of("school_notice"), OWN_UNIT | OVERSEERS, {"foreign_clerk"}),
    Case("circular", of("other_notice"), {"foreign_clerk"} | OVERSEERS, OWN_UNIT),
    Case("circular_file", of("school_notice"), OWN_UNIT | OVERSEERS, {"foreign_clerk"}),
    Case("issue_circular", c, OFFICES),
    Case("issue_circular", c, OFFICES, method="POST"),
    Case("withdraw_circular", of("other_notice"), {"office"}, {"school_office"}, "POST"),
    Case("acknowledge_circular", stop_of("school"), OWN_UNIT - {"member"}, {"foreign_clerk"}, "POST"),
    Case("pass_on_circular", stop_of("school"), OWN_UNIT - {"member"}, {"foreign_clerk"}, "POST"),
    Case("acknowledge_circular", stop_of("other"), {"foreign_clerk"}, OWN_UNIT - {"member"}, "POST"),
    Case("papers", c, READERS),
    Case("paper", of("school_draft"), {"office", "school_office", "clerk", "head", "leader"}, STRANGERS),
    Case("paper", of("bureau_letter"), OVERSEERS, OWN_UNIT | {"foreign_clerk"}),
    Case("paper", of("briefing"), READERS),
    Case("paper_docx", of("school_draft"), {"office", "school_office", "clerk", "head", "leader"}, STRANGERS),
    Case("paper_docx", of("bureau_letter"), OVERSEERS, OWN_UNIT | {"foreign_clerk"}),
    Case("draft_paper", c, WRITERS),
    Case("draft_paper", c, WRITERS, method="POST"),
    Case("edit_paper", of("school_draft"), WRITERS - {"foreign_clerk"}, {"foreign_clerk"}, "POST"),
    Case("sign_paper", of("school_draft"), {"office", "school_office", "head", "leader"}, method="POST"),
    Case("people", nothing, APPOINTERS),
    Case("people", nothing, APPOINTERS, query="?q=foreign"),
    Case("person", person, APPOINTERS - {"school_office"}, {"school_office"}),
    Case("give_grant", person, APPOINTERS - {"school_office"}, {"school_office"}, "POST"),
    Case("end_grant", person_with("grant"), APPOINTERS - {"school_office"}, {"school_office"}, "POST"),
    Case("give_post", person, APPOINTERS - {"school_office"}, {"school_office"}, "POST"),
    Case("end_post", person_with("post"), APPOINTERS - {"school_office"}, {"school_office"}, "POST"),
    Case("hand_over", person, APPOINTERS - {"school_office"}, {"school_office"}),
    Case("hand_over", person, APPOINTERS - {"school_office"}, {"school_office"}, "POST"),
    Case("hand_out_slip", spare, {"office"}, {"school_office"}, "POST", data=seen),
    Case("close_account", spare, {"office"}, {"school_office"}, "POST"),
    Case("open_account", nothing, KEEPERS),
    Case("open_account", nothing, KEEPERS, method="POST"),
    Case("import_people", nothing, KEEPERS),
    Case("import_people", nothing, KEEPERS, method="POST"),
    Case("people_form", nothing, KEEPERS),
    Case("units", nothing, KEEPERS),
    Case("unit", other_unit, KEEPERS - {"school_office"}, {"school_office"}),
    Case("import_units", nothing, KEEPERS),
    Case("import_units", nothing, KEEPERS, method="POST"),
    Case("units_form", nothing, KEEPERS),
    Case("move_unit", other_unit, KEEPERS - {"school_office"}, {"school_office"}),
    Case("move_unit", other_unit, KEEPERS - {"school_office"}, {"school_office"}, "POST"),
    Case("start_campaign", nothing, OFFICES),
    Case("start_campaign", nothing, OFFICES, method="POST"),
    Case("campaign", c, READERS),
    Case("close_campaign", c, {"office", "leader"}, method="POST"),
    Case("lay_plan", c, {"office"}, method="POST"),
    Case("matrix", c, READERS),
    Case("matrix", c, READERS, query="?stage=listen&unit=幼儿园"),
    Case("stage_summary", with_code("listen"), READERS),
    Case("plan", c, READERS),
    Case("export_plan", c, READERS),
    Case("export_tasks", c, READERS),
    Case("export_progress", c, READERS),
    Case("import_progress", c, REPORTERS | {"foreign_clerk"}),
    Case("import_progress", c, REPORTERS | {"foreign_clerk"}, method="POST"),
    Case("ask", with_code(ITEM), READERS),
    Case("sign_ask", with_code(ITEM), {"leader"}, method="POST"),
    Case("ask_units", c, {"office"}),
    Case("ask_units", c, {"office"}, method="POST"),
    Case("redate_event", with_code("bureau_meeting"), {"office"}),
    Case("redate_event", with_code("bureau_meeting"), {"office"}, method="POST"),
    Case("recount_plan", c, {"office"}),
    Case("recount_plan", c, {"office"}, method="POST"),
    Case("item", of("school_item"), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("item", of("other_item"), READERS - OWN_UNIT, OWN_UNIT),
    Case("item", of("school_item"), REPORTERS, {"foreign_clerk"}, "POST"),
    Case("fill_item", of("school_item"), REPORTERS, {"foreign_clerk"}, "POST"),
    Case("set_item_date", of("school_item"), {"office"}, method="POST"),
    Case("templates", nothing, OFFICES),
    Case("template", lambda _: ["mass-line-2014"], OFFICES),
    Case("template", lambda _: ["no-such"], set(), OFFICES),
    Case("campaign_template", c, READERS),
    Case("timeline", c, READERS),
    Case("timeline", c, READERS, query="?view=units&span=near"),
    Case("unit_file", at_school, READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("unit_file", at_other, READERS - OWN_UNIT, OWN_UNIT),
    Case("stage_gate", at_school, READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("stage_gate", at_other, READERS - OWN_UNIT, OWN_UNIT),
    Case("advance_stage", at_school, DECIDERS, method="POST"),
    Case("advance_stage", at_other, DECIDERS - {"school_office"}, {"school_office"}, "POST"),
    Case("calendar", nothing, SIGNED_IN),
    Case("calendar_year", in_year(2026), SIGNED_IN),
    Case("calendar_year", in_year(2027), SIGNED_IN),
    Case("set_day", in_year(2014), KEEPERS - {"school_office"}, method="POST"),
    Case("clear_day", in_year(2014), KEEPERS - {"school_office"}, method="POST"),
    Case("take_in_year", in_year(2027), KEEPERS - {"school_office"}, method="POST"),
    Case("messages", nothing, SIGNED_IN),
    Case("messages", nothing, SIGNED_IN, query="?show=put-away"),
    Case("put_away", lambda cast: [cast.message], {"office"}, SIGNED_IN - {"office"}, "POST"),
    Case("message_settings", nothing, SIGNED_IN),
    Case("message_settings", nothing, SIGNED_IN, method="POST"),
    Case("add_channel", nothing, SIGNED_IN, method="POST"),
    Case("remove_channel", nothing, set(), SIGNED_IN, "POST"),
    Case("end_feed", nothing, SIGNED_IN, method="POST"),
    Case("renew_feed", nothing, SIGNED_IN, method="POST"),
]
CASES += [
    Case("meetings", c, READERS),
    Case("plan_meeting", c, RECORDERS),
    Case("plan_meeting", c, RECORDERS, method="POST"),
    Case("meeting", in_meeting("held"), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("meeting", in_meeting("draft"), {"office"}, READERS - {"office"}),
    Case("meeting_news", in_meeting("held"), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("meeting_minutes", in_meeting("draft"), {"office"}, READERS - {"office"}),
    Case("meeting_paper", in_meeting("held", "paper"), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    *(
        Case(name, in_meeting("draft", *more), {"office"}, RECORDERS - {"office"}, method)
        for name, more, methods in (
            ("change_meeting", (), "GET POST"),
            ("record_attendance", (), "GET POST"),
            ("record_entry", ("entry",), "GET POST"),
            ("drop_entry", ("entry",), "POST"),
            ("hold_meeting", (), "POST"),
            ("attach_paper", (), "POST"),
        )
        for method in methods.split()
    ),
    Case("change_meeting", in_meeting("held"), {"office"}, {"foreign_clerk"}),
    Case("correct_record", in_meeting("held"), {"office"}, {"foreign_clerk"}, query="?field=title"),
    Case("correct_record", in_meeting("held"), {"office"}, {"foreign_clerk"}, "POST", data=title_only),
    Case("drop_meeting", in_meeting("draft"), {"office"}, RECORDERS - {"office"}, "POST"),
    Case("deploy_demand", in_meeting("held", "demand"), {"office"}),
    Case("deploy_demand", in_meeting("held", "demand"), {"office"}, method="POST"),
    Case("redate_by_meeting", in_meeting("held"), {"office"}, method="POST"),
    Case("raise_finding", in_meeting("held", "finding"), {"supervision"}, {"foreign_clerk"}),
    Case("raise_finding", in_meeting("held", "finding"), {"supervision"}, {"foreign_clerk"}, "POST"),
    Case("link_finding", in_meeting("held", "finding"), {"supervision"}, {"foreign_clerk"}, "POST"),
    Case("unlink_finding", in_meeting("held", "finding"), {"supervision"}, {"foreign_clerk"}, "POST"),
    Case("studies", c, READERS),
    Case("record_study", c, RECORDERS),
    Case("record_study", c, RECORDERS, method="POST"),
    Case("correct_study", study, RECORDERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("correct_study", study, RECORDERS - {"foreign_clerk"}, {"foreign_clerk"}, "POST"),
    Case("withdraw_study", study, RECORDERS - {"foreign_clerk"}, {"foreign_clerk"}, "POST"),
    Case("study_paper", study, set(), READERS),
    Case("publicity", c, RAW_READERS),
    Case("draft_matter", c, RAW_READERS),
    Case("draft_matter", c, RAW_READERS, method="POST"),
    Case("matter", in_meeting("told"), RAW_READERS),
    Case("matter", in_meeting("matter"), RAW_READERS),
    *(
        Case(name, in_meeting(which), RAW_READERS, set(), method)
        for name, which, methods in (
            ("edit_matter", "matter", "GET POST"),
            ("redraft_matter", "told", "GET POST"),
            ("approve_matter", "matter", "POST"),
            ("return_matter", "matter", "POST"),
            ("withdraw_matter", "told", "POST"),
        )
        for method in methods.split()
    ),
    # For everybody, signed in or not: nobody is asked who they are.
    *(
        Case(name, entrance if name == "say" else nothing, set(SEES), method=method)
        for name in sorted(GIVERS)
        for method in ("GET", "POST")
    ),
    Case("selfchecks", c, READERS),
    Case("begin_selfcheck", c, {"school_office", "head", "clerk"}, method="POST", data=team_of_school),
    Case("selfcheck", of("selfcheck"), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("selfcheck", of("selfcheck_draft"), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("save_selfcheck", of("selfcheck"), {"member"}, {"foreign_clerk"}, "POST"),
    Case("save_selfcheck", of("selfcheck_draft"), {"head"}, {"foreign_clerk"}, "POST"),
    Case("hand_in_selfcheck", of("selfcheck"), {"member"}, {"foreign_clerk"}),
    Case("hand_in_selfcheck", of("selfcheck_draft"), {"head"}, {"foreign_clerk"}),
    Case("hand_in_selfcheck", of("selfcheck"), set(), {"foreign_clerk"}, "POST"),  # takes the own password
    Case("finish_selfcheck", of("selfcheck"), {"member"}, {"foreign_clerk"}, "POST"),
    Case("name_drafters", of("selfcheck"), OWN_UNIT | {"office"}, {"foreign_clerk"}, "POST"),
    *(Case("review_selfcheck", of("selfcheck"), {"head"}, DECIDERS, method) for method in ("GET", "POST")),
    *(
        Case(name, where, {"head", "member"}, READERS - {"head", "member"})
        for name, where in (
            ("selfcheck_version", version),
            ("selfcheck_docx", of("selfcheck")),
            ("selfcheck_reviews", of("selfcheck")),
        )
    ),
    Case("inspections", c, READERS),
    Case("plan_visit", c, INSPECTORS),
    Case("plan_visit", c, INSPECTORS, method="POST"),
    Case("visit", inspected("visit"), ADDRESSED, READERS - ADDRESSED),
    Case("change_visit", inspected("visit"), INSPECTORS, method="POST"),
    Case("visit_pack", inspected("visit"), INSPECTORS),
    Case("visit_pack_docx", inspected("visit"), INSPECTORS),
    Case("enter_visit", inspected("visit"), INSPECTORS),
    Case("enter_visit", inspected("visit"), INSPECTORS, method="POST"),
    Case("visit_log", c, INSPECTORS),
    Case("visit_log_xlsx", c, INSPECTORS),
    Case("visit_year", c, INSPECTORS),
    Case("visit_year_xlsx", c, INSPECTORS),
    Case("confirm_entry", inspected("entry"), INSPECTORS, method="POST"),
    Case("add_to_entry", inspected("entry"), INSPECTORS, method="POST"),
    Case("open_ladder", c, INSPECTORS),
    Case("open_ladder", c, INSPECTORS, method="POST"),
    Case("ladder", inspected("ladder"), ADDRESSED | {"leader"}, READERS - ADDRESSED - {"leader"}),
    Case("draft_step", inspected("ladder"), INSPECTORS, method="POST"),
    Case("ladder_docx", urged, ADDRESSED | {"leader"}, READERS - ADDRESSED - {"leader"}),
    Case("issue_step", urged, INSPECTORS, method="POST"),
    Case("sign_step", urged, {"head"}, method="POST"),
    Case("answer_step", urged, UNIT, WORKERS - UNIT, "POST"),
    Case("recusals", c, READERS),
    Case("declare_recusal", c, INSPECTORS, method="POST"),
    Case("lift_recusal", inspected("recusal"), {"office"}, {"school_office"}, "POST"),
    Case("watches", c, INSPECTORS),
    Case("recurrences", c, DECIDERS),
    Case("next_recurrence", c, DECIDERS),
    Case(
        "decide_recurrence",
        said_again,
        RAW_READERS,
        DECIDERS - RAW_READERS,
        "POST",
        data=lambda _: {"answer": "another"},
    ),
    *(
        Case(name, said_again, RAW_READERS, DECIDERS - RAW_READERS, method)
        for name, method in (
            ("recurrence", "GET"),
            ("put_off_recurrence", "POST"),
            ("undo_recurrence", "POST"),
        )
    ),
    *(
        Case("raise_recurrence", of("again_problem"), RAW_READERS, DECIDERS - RAW_READERS, method)
        for method in ("GET", "POST")
    ),
    Case("link_recurrence", of("again_problem"), RAW_READERS, DECIDERS - RAW_READERS, "POST"),
    Case("reminders", c, READERS),
    Case("send_reminder", c, LISTERS),
    Case("send_reminder", c, LISTERS, method="POST"),
    Case("reminder", of("reminder"), RAW_READERS | {"member"}, READERS - RAW_READERS - {"member"}),
    Case("reminder_docx", of("reminder"), RAW_READERS | {"member"}, READERS - RAW_READERS - {"member"}),
    Case("reminders_xlsx", c, READERS),
    Case("sign_reminder", of("reminder"), {"member"}, {"head"}, "POST"),
    *(Case(name, c, LISTERS | {"leader"}) for name in ("formalism", "formalism_list")),
    Case("letters", c, READERS),
    *(Case("draft_letter", c, {"supervision"}, method=method) for method in ("GET", "POST")),
    *(
        Case("change_letter", of("letter_draft"), {"supervision"}, method=method)
        for method in ("GET", "POST")
    ),
    *(
        Case(name, of("letter"), READERS - {"foreign_clerk"}, {"foreign_clerk"})
        for name in ("letter", "letter_docx", "letter_reply")
    ),
    Case("letter", of("letter_draft"), {"supervision"}, READERS - {"supervision"}),
    *(
        Case(name, of("letter_draft"), {"supervision"}, method="POST")
        for name in ("issue_letter", "drop_letter")
    ),
    Case("sign_letter", of("letter"), {"head"}, method="POST"),
    Case("correct_letter", of("letter"), {"supervision"}, method="POST"),
    Case("answer_finding", finding, {"head", "clerk", "school_office"}, {"foreign_clerk"}, "POST"),
    *(Case(name, finding, {"supervision"}, method="POST") for name in ("look_at_answer", "tie_finding")),
    Case("votes", c, READERS),
    Case("announce_votes", c, OFFICES),
    Case("announce_votes", c, OFFICES, method="POST"),
    *[
        case
        for name in ("vote", "export_vote")
        for case in (
            Case(name, of("school_vote"), OFFICES, READERS - OFFICES),
            Case(name, of("other_vote"), OVERSEERS | {"foreign_clerk"}, OWN_UNIT),
        )
    ],
    Case("tally_paper", of("school_vote"), OFFICES),
    *[
        case
        for name in ("issue_slips", "tally_paper", "close_vote", "publish_vote")
        for case in (
            Case(name, of("school_vote"), OFFICES, method="POST"),
            Case(name, of("other_vote"), {"office"}, {"school_office"}, "POST"),
        )
    ],
]
CASES += [
    Case("entrances", c, OFFICES),
    Case("entrances", c, OFFICES, query="?show=closed&unit=收集点"),
    Case("entrance", heard_by("school_entrance"), OFFICES),
    Case("entrance", heard_by("other_entrance"), {"office"}, {"school_office"}),
    Case(
        "close_entrance", heard_by("other_entrance"), {"office"}, {"school_office"}, "POST", data=an_entrance
    ),
    Case("open_entrance", c, OFFICES),
    Case("open_entrance", c, OFFICES, method="POST", data=an_entrance),
    Case("open_entrances", c, OFFICES),
    Case("open_entrances", c, OFFICES, method="POST", data=an_entrance),
    Case("posters", c, OFFICES),
    Case("posters_pdf", c, OFFICES),
    Case("answers", c, LISTERS),
    Case("answers", c, LISTERS, query="?due=unread"),
    Case("answer_drafts", c, LISTERS),
    Case("answer_rates", c, LISTERS),
    Case("add_phrase", c, LISTERS),
    Case("add_phrase", c, LISTERS, method="POST"),
    Case("retire_phrase", heard("phrase"), RAW_READERS, {"school_office"}, "POST"),
    Case("draft_answer", c, LISTERS, query="?problem=2014-001"),
    Case("draft_answer", c, set(), LISTERS, query="?group=9999"),
    Case("draft_answer", c, {"office"}, {"school_office", "supervision"}, "POST", data=to_school),
    Case("draft_answer", c, {"supervision"}, {"school_office", "office"}, "POST", data=to_bureau),
    Case("answer", heard("school_answer"), RAW_READERS, {"school_office"}),
    Case("answer", heard("bureau_answer"), {"supervision"}, OFFICES),
    Case("edit_answer", heard("own_answer"), {"office"}, LISTERS - {"office"}),
    Case("edit_answer", heard("own_answer"), {"office"}, LISTERS - {"office"}, "POST"),
    Case("edit_answer", heard("school_answer"), set(), LISTERS - {"office"}),
    Case("give_answer", heard("school_answer"), {"office"}, LISTERS - {"office"}, "POST"),
    Case("return_answer", heard("school_answer"), {"office"}, LISTERS - {"office"}, "POST"),
    Case("give_answer", heard("bureau_answer"), {"supervision"}, OFFICES, "POST"),
    Case("return_answer", heard("bureau_answer"), {"supervision"}, OFFICES, "POST"),
    Case("opinion", heard("school_opinion"), RAW_READERS, {"school_office"}),
    Case("ask_giver", heard("school_opinion"), {"office"}, LISTERS - {"office"}, "POST"),
    Case("ask_giver", heard("bureau_opinion"), {"supervision"}, OFFICES, "POST"),
    Case("read_messages", heard("school_opinion"), RAW_READERS, {"school_office"}, "POST"),
    Case("read_messages", heard("bureau_opinion"), {"supervision"}, OFFICES, "POST"),
    Case("listening", c, WRITERS),
    Case("take_down", c, WRITERS),
    Case("take_down", c, WRITERS, method="POST"),
    Case("record_forum", c, WRITERS),
    Case("record_forum", c, WRITERS, method="POST"),
    Case("forum", heard_by("school_forum"), WRITERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("forum", heard_by("other_forum"), {"office", "foreign_clerk"}, {"school_office", "clerk"}),
    Case("record_box", c, WRITERS),
    Case("record_box", c, WRITERS, method="POST"),
    Case("box", heard_by("school_box"), WRITERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("take_down_note", heard_by("school_box"), WRITERS - {"foreign_clerk"}, {"foreign_clerk"}, "POST"),
    Case("paper_batches", c, WRITERS),
    Case("print_sheets", c, OFFICES),
    Case("print_sheets", c, OFFICES, method="POST", data=an_entrance),
    Case("paper_batch", heard_by("school_batch"), OFFICES, CLERKS),
    Case("paper_batch", heard_by("other_batch"), {"office"}, CLERKS | {"school_office"}),
    *(
        Case(name, heard_by(f"{unit}_batch"), {"office"}, CLERKS | hidden, method)
        for unit, hidden in (("school", set()), ("other", {"school_office"}))
        for name, methods in (
            ("type_sheet", "GET POST"),
            ("keep_scans", "POST"),
            ("set_sheet_aside", "POST"),
            ("skip_scan", "POST"),
            ("close_batch", "POST"),
        )
        for method in methods.split()
    ),
    Case("scan_picture", scan_of("school"), {"office"}, CLERKS),
    Case("scan_picture", scan_of("other"), {"office"}, CLERKS | {"school_office"}),
    Case("talks", c, READERS),
    *(
        case
        for name in ("unit_talks", "unit_talks_ics")
        for case in (
            Case(name, in_talks("school_talks"), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
            Case(name, in_talks("other_talks"), OVERSEERS | {"foreign_clerk"}, OWN_UNIT),
        )
    ),
    *(
        case
        for name, methods in (
            ("lay_out_talks", "POST"),
            ("schedule_talks", "GET POST"),
            ("talk_roster", "GET POST"),
        )
        for method in methods.split()
        for case in (
            Case(name, in_talks("school_talks"), ARRANGERS, {"foreign_clerk"}, method),
            Case(name, in_talks("other_talks"), {"office", "foreign_clerk"}, ARRANGERS - {"office"}, method),
        )
    ),
    Case("remind_head", in_talks("school_talks"), {"leader", "supervision"}, method="POST"),
    Case("my_talks", nothing, SIGNED_IN),
    Case("my_talks_ics", nothing, SIGNED_IN),
    Case("ask_for_talk", nothing, SIGNED_IN, method="POST"),
    Case("talk_key", nothing, SIGNED_IN),
    Case("talk_key", nothing, SIGNED_IN, method="POST"),
    # Whatever somebody's role: a talk is there for the two alone.
    Case("talk", of_talk(), TALKERS, SIGNED_IN - TALKERS),
    Case("talk_points", of_talk(), TALKERS, SIGNED_IN - TALKERS),
    Case("talk_record", of_talk(), TALKERS, SIGNED_IN - TALKERS),
    *(
        Case(
            name,
            of_talk(),
            TALKERS,
            SIGNED_IN - TALKERS,
            "POST",
            data=lambda _: {"passphrase": PASSPHRASE},
        )
        for name in ("talk_points", "talk_record")
    ),
    *(
        Case(name, of_talk(), TALKERS, SIGNED_IN - TALKERS, "POST")
        for name in ("plan_talk", "say_held", "confirm_talk", "object_to_talk", "say_not_held", "write_point")
    ),
    Case("share_point", of_talk("point"), {"head"}, SIGNED_IN - TALKERS, "POST"),
    Case("open_contact", of("school_opinion"), RAW_READERS, {"school_office"}, "POST"),
    Case("open_contact", of("bureau_opinion"), {"supervision"}, {"office", "school_office"}, "POST"),
    Case("contact_openings", c, LISTERS),
    Case("retaliations", c, {"discipline", "supervision"}),
    Case("sealed_matters", c, {"discipline"}),
    Case("sealed_matter", of("sealed"), {"discipline"}),
    Case("sealed_matter", of("school_opinion"), set(), {"discipline"}),
    *(
        Case(name, of("sealed"), {"discipline"}, method="POST")
        for name in (
            "tell_giver",
            "note_sealed",
            "close_sealed",
            "open_sealed_contact",
            "hand_back_sealed",
            "erase_matter",
        )
    ),
    Case("seal_opinion", of("given"), {"office"}, {"supervision", "school_office"}, "POST"),
    Case("sealed_file", lambda cast: [cast.campaign, cast.sealed, 1], set(), {"discipline"}),
]
# A team's meeting is the unit's own: from above come looks at its plan and what is said of it, and never its words.
THERE = {"head", "member", "clerk", "supervision"}
BY_UNIT = {"head", "clerk", "school_office"}
AWAY = {"foreign_clerk"}
CASES += [
    Case("lifemeetings", c, READERS),
    *(
        Case(name, c, RECORDERS, method=method)
        for name in ("draft_lifemeeting", "record_branch")
        for method in ("GET", "POST")
    ),
    Case("lifemeeting", of("sitting"), READERS - AWAY, AWAY),
    Case("lifemeeting_record", of("sitting"), THERE, AWAY),
    Case("lifemeeting_record", of("sitting"), THERE, AWAY, "POST"),
    Case("lifemeeting_report", of("sitting"), THERE, AWAY),
    Case("lifemeeting_package", of("sitting"), THERE, AWAY),
    Case("lifemeeting_report", of("sitting"), {"head", "clerk"}, AWAY, "POST"),
    Case("erasable_words", of("sitting"), {"office"}),
    Case("erase_entry", criticism_at, {"office"}),
    Case(
        "erase_entry",
        criticism_at,
        {"office"},
        method="POST",
        data=lambda _: {"ground": "裁定", "reason": "本人提出"},
    ),
    Case("change_plan", of("sitting"), RECORDERS - AWAY, AWAY),
    Case("change_plan", of("sitting"), BY_UNIT, AWAY, "POST"),
    Case("act_on_lifemeeting", with_act("submit"), BY_UNIT, AWAY, "POST"),
    Case("act_on_lifemeeting", with_act("close"), {"clerk"}, AWAY, "POST"),
    Case("act_on_lifemeeting", with_act("nothing"), set(), RECORDERS, "POST"),
    Case("lifemeeting_desk", of("sitting"), {"head", "clerk"}, AWAY),
    Case("keep_entry", of("sitting"), {"head", "clerk"}, AWAY, "POST"),
    Case("take_up", said_at, {"head", "clerk"}, AWAY),
    Case("take_up", said_at, {"clerk"}, AWAY, "POST", data=lambda _: {"title": "调研少"}),
    *(
        Case(
            "look_at_plan", of("waiting_plan"), {"office", "supervision", "leader"}, {"school_office"}, method
        )
        for method in ("GET", "POST")
    ),
    Case(
        "judge_lifemeeting",
        of("sitting"),
        {"office", "school_office", "supervision", "leader"},
        method="POST",
    ),
    Case("branch", of("branch"), READERS - AWAY, AWAY),
    Case("branch", of("branch"), BY_UNIT | {"office"}, AWAY, "POST"),
]
# What stands side by side is what each room tells of it; what agrees between them is for who reads the meeting's words.
CASES += [
    Case("gates", c, READERS),
    Case("gates", c, READERS, query="?gate=leave_listen&again=yes"),
    Case("unit_gates", at_school, READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("unit_gates", at_other, READERS - OWN_UNIT, OWN_UNIT),
    Case("gate", at_gate("school"), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("gate", at_gate("other"), READERS - OWN_UNIT, OWN_UNIT),
    Case("judge_gate", at_gate("school"), DECIDERS, method="POST"),
    Case("judge_gate", at_gate("other"), DECIDERS - {"school_office"}, {"school_office"}, "POST"),
    Case("looks", c, READERS),
    Case("unit_looks", at_school, READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("look", at_sheet("school"), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("look", at_sheet("other"), READERS - OWN_UNIT, OWN_UNIT),
    Case("write_look", at_sheet("school"), BY_UNIT, {"foreign_clerk"}, "POST", data=kept),
    Case("return_look", at_sheet("school"), DECIDERS, method="POST"),
    Case("look_docx", at_sheet("school", 1), READERS - {"foreign_clerk"}, {"foreign_clerk"}),
    Case("pillars", c, READERS),
    Case("unit_pillars", in_talks("school_talks"), READERS - AWAY, AWAY),
    Case("unit_pillars", in_talks("other_talks"), OVERSEERS | AWAY, OWN_UNIT),
    Case("meeting_unities", of("sitting"), THERE, AWAY),
]
# That a sample is drawn is published to all; what was drawn is the inspectors', and from the visit on its unit's and everybody's above.
INSPECTS = {"supervision"}


def sampled(*numbers: int) -> Arguments:
    return lambda cast: [cast.campaign, *numbers]


CASES += [
    Case("samples", c, READERS),
    Case("one_page", c, OVERSEERS | {"school_office"}),
    *(Case("announce_sample", c, INSPECTS, method=method) for method in ("GET", "POST")),
    *(Case("sample", sampled(number), READERS) for number in (1, 2, 3)),
    Case("export_sample", sampled(1), READERS),
    Case("sample_item", sampled(1, 1), OVERSEERS | {"foreign_clerk"}, OWN_UNIT),
    Case("sample_item", sampled(2, 1), INSPECTS, READERS - INSPECTS),
    Case("freeze_population", sampled(3), INSPECTS, method="POST"),
    Case("draw_sample", sampled(3), INSPECTS, method="POST"),
    Case("say_of_item", sampled(1, 1), INSPECTS, method="POST"),
    Case("start_visit", sampled(2, 1), INSPECTS, method="POST"),
    Case("break_off_sample", sampled(2), INSPECTS, method="POST"),
]
IN_PARTS = {
    "answers",
    "inbox",
    "triage",
    "triage_opinion",
    "groups",
    "doubts",
    "pair",
    "doubt_list",
    "judgements",
    "commons",
    "ledger",
}
IN_PART = {"HX-Request": "true"}
FOR_EVERYBODY = {
    "sign_in",
    "redeem_slip",
    "choose_language",
    "sign_out",
    "calendar_feed",
    "public_matters",
} | {
    "ballot",
    "cast_ballot",
    "ballot_cast",
}
FOR_EVERYBODY |= {"complain", "five_bans", "filing"}


def patterns() -> Iterator[URLPattern]:
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern), "the matrix reads flat lists of addresses only"
        yield pattern


def test_the_table_knows_every_address() -> None:
    assert {pattern.name for pattern in patterns()} == {case.name for case in CASES} | FOR_EVERYBODY


@pytest.mark.parametrize("pattern", list(patterns()), ids=lambda pattern: str(pattern.name))
def test_every_view_names_its_permission_and_methods(pattern: URLPattern) -> None:
    view = pattern.callback
    assert isinstance(view.access, Open | Right)
    assert set(view.methods) <= {"GET", "POST"}
    covered = {case.method for case in CASES if case.name == pattern.name}
    assert set(view.methods) <= covered or pattern.name in FOR_EVERYBODY | {"change_password"}


@dataclass(frozen=True)
class Told:
    """What somebody was told who asked for something."""

    case: Case
    who: str
    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Read:
    """What somebody reads who opens an address; `part`: as htmx asks for it."""

    case: Case
    who: str
    part: bool
    text: str


@pytest.fixture(scope="module")
def answered(ground: Cast) -> tuple[list[Told], list[Read]]:
    """Everybody opens everything and then sends everything, once for all tests of this file."""
    cast = of_ones_own(ground)
    doors = [Case("sign_in", nothing, set(SEES)), Case("redeem_slip", nothing, set(SEES))]
    opening = [case for case in [*CASES, *doors] if case.method == "GET"]
    sending = [case for case in CASES if case.method != "GET"]
    told: list[Told] = []
    read: list[Read] = []
    with transaction.atomic():
        seen = {address_of(case, cast) for case in opening}
        for case in opening:
            for who, client in cast.clients.items():
                answer = ask(client, case, cast)
                told.append(Told(case, who, answer.status_code, answer.headers))
                read += opened(client, case, cast, who, answer)
        for case in sending:  # such an address, too, can be typed into a browser
            if (address := address_of(case, cast)) not in seen:
                seen.add(address)
                for who, client in cast.clients.items():
                    read += opened(client, case, cast, who, client.get(address))  # type: ignore[arg-type]
        for case in sending:
            for who, client in cast.clients.items():
                answer = ask(client, case, cast)
                told.append(Told(case, who, answer.status_code, answer.headers))
        transaction.set_rollback(True)
    return told, read


def address_of(case: Case, cast: Cast) -> str:
    return reverse(case.name, args=case.arguments(cast)) + case.query


def opened(client: Client, case: Case, cast: Cast, who: str, answer: HttpResponse) -> Iterator[Read]:
    """What an answer says, at the end of the way that it leads, and what it says in part."""
    address = address_of(case, cast)
    if answer.status_code in {301, 302, 303}:
        answer = client.get(urljoin(address, answer.headers["Location"]), follow=True)  # type: ignore[assignment]
    yield Read(case, who, False, said(answer))
    if case.name in IN_PARTS:
        yield Read(case, who, True, said(client.get(address, headers=IN_PART, follow=True)))  # type: ignore[arg-type]


@pytest.fixture
def told(answered: tuple[list[Told], list[Read]]) -> list[Told]:
    return answered[0]


@pytest.fixture
def read(answered: tuple[list[Told], list[Read]]) -> list[Read]:
    return answered[1]


@pytest.mark.django_db
def test_every_address_answers_each_member_of_the_cast_as_the_table_says(told: list[Told]) -> None:
    wrong = [
        f"{one.case} as {one.who}: {one.status}"
        for one in told
        if not as_expected(one.status, one.case, one.who)
    ]
    assert not wrong


def as_expected(status: int, case: Case, who: str) -> bool:
    if who in case.shown:
        return status in {200, 302, 409, 422}
    if who == "anonymous":
        return status == (302 if case.method == "GET" else 401)
    # Who holds nothing in a campaign doesn't learn that there is one.
    strange = who in {"outsider", "lapsed"} and _in_a_campaign(case)
    return status == (404 if who in case.hidden or strange else 403)


def _in_a_campaign(case: Case) -> bool:
    return next(str(pattern.pattern) for pattern in patterns() if pattern.name == case.name).startswith("c/")


def ask(client: Client, case: Case, cast: Cast) -> HttpResponse:
    address = reverse(case.name, args=case.arguments(cast))
    if case.method == "POST":
        return client.post(address, case.data(cast))  # type: ignore[return-value]
    return client.get(address + case.query)  # type: ignore[return-value]


@pytest.mark.django_db
def test_nobody_comes_upon_words_that_are_not_theirs(read: list[Read]) -> None:
    """Lists, counts of them, searches, exports, suggestions and fragments included: every GET, its whole answer is searched."""
    leaks = [
        f"{one.case} as {one.who}: {word}" for one in read for word in ALL - SEES[one.who] if word in one.text
    ]
    assert not leaks


@pytest.mark.django_db
def test_everybody_does_come_upon_their_own(read: list[Read]) -> None:
    """The other half, or the test above would hold on empty pages."""
    for who, words in SEES.items():
        texts = [one.text for one in read if one.who == who and not one.part]
        assert texts
        assert not {word for word in words if not any(word in text for text in texts)}, who


def said(answer: HttpResponse) -> str:
    """Everything that an answer says: of a workbook, all its parts."""
    body = answer.content
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_an_administrator_has_no_right_to_anybodys_words() -> None:
    forbidden = {right for right in Right if right.value.startswith(("opinion:", "problem:", "sealed:"))}
    assert not RIGHTS[Role.ADMINISTRATOR] & forbidden


POLICY = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.mark.django_db
def test_every_answer_carries_the_headers(told: list[Told]) -> None:
    for one in told:
        policy_of = {**POLICY, "Referrer-Policy": "no-referrer"} if one.case.name in GIVERS else POLICY
        for name, value in policy_of.items():
            assert one.headers.get(name) == value, (str(one.case), name)
        policy = one.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "Permissions-Policy" in one.headers
