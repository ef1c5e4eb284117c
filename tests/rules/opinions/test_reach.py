"""Whose raw words reach whom, as a table (SPEC rule 4)."""

import pytest

from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.rules.template import Term
from huiyin.process.opinions.rules.reach import may_work, not_yours, raw_reaches

ROOT, DISTRICT, SCHOOL, ELSEWHERE = "0001", "00010002", "000100020003", "0002"
SERVER = Actor("server", Role.OFFICE)
OFFICE = Actor("office", Role.OFFICE, ROOT)
DISTRICT_OFFICE = Actor("district", Role.OFFICE, DISTRICT)
INSPECTOR = Actor("inspector", Role.SUPERVISION, ROOT)
DISTRICT_INSPECTOR = Actor("district-inspector", Role.SUPERVISION, DISTRICT)
CLERK = Actor("clerk", Role.CLERK, SCHOOL)
ADMINISTRATOR = Actor("admin", Role.ADMINISTRATOR)

READ, WORK = Right.OPINION_READ_RAW, Right.OPINION_TRIAGE
ABOUT = (ROOT, DISTRICT, SCHOOL, ELSEWHERE, None)


@pytest.mark.parametrize(
    ("actor", "right", "reached"),
    [
        (SERVER, READ, {ROOT, DISTRICT, SCHOOL, None}),
        (OFFICE, READ, {DISTRICT, SCHOOL, None}),
        (OFFICE, WORK, {DISTRICT, SCHOOL, None}),
        (DISTRICT_OFFICE, READ, {SCHOOL}),
        (INSPECTOR, READ, {ROOT, DISTRICT, SCHOOL, None}),
        (INSPECTOR, WORK, {ROOT}),
        (DISTRICT_INSPECTOR, READ, {DISTRICT, SCHOOL}),
        (DISTRICT_INSPECTOR, WORK, set()),
        (CLERK, READ, set()),
        (ADMINISTRATOR, READ, set()),
    ],
)
def test_raw_words_go_above_and_to_the_inspectors(
    actor: Actor, right: Right, reached: set[str | None]
) -> None:
    reaches = list(raw_reaches([actor], right, ROOT))
    assert {about for about in ABOUT if any(reach.covers(about) for reach in reaches)} == reached


def test_working_on_what_is_said_of_the_own_unit_is_refused_with_a_way_out() -> None:
    assert not may_work(OFFICE, WORK, ROOT, ROOT)
    assert may_work(INSPECTOR, WORK, ROOT, ROOT)
    refusal = not_yours(WORK, Term(zh="巡回指导组", en="touring group"))
    assert "主办单位的由巡回指导组办理" in refusal.zh
    assert "the touring group on what" in refusal.en


def test_nobody_reads_what_is_said_of_the_unit_whose_own_they_are() -> None:
    """The office's member who heads a school, too: no judge in their own cause, whatever else they are."""
    also_head = Actor("office", Role.OFFICE, ROOT, own=frozenset({SCHOOL}))
    for right in (READ, WORK):
        reaches = list(raw_reaches([also_head], right, ROOT))
        assert {about for about in ABOUT if any(reach.covers(about) for reach in reaches)} == {DISTRICT, None}
    assert not may_work(also_head, WORK, SCHOOL, ROOT)
