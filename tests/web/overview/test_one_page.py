"""The one page: its sums, who reads words on it, that three clicks lead to them, and that its queries don't grow."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.figures.commands import refresh_counts
from huiyin.process.opinions.commands import decide_about
from huiyin.process.problems.commands import Wording, link_opinions, raise_problem
from huiyin.process.problems.models import Problem
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE, WORDS, SUMMARY = "/c/mass-line/one-page", "食堂的肉片只有两片", "家长反映食堂荤菜少"


def spoken(world: World) -> Problem:
    """A problem of the first school with words behind it, in rectification once more."""
    opinion = world.take(WORDS, "校车太挤")[0]
    decide_about(opinion, world.school, by=world.office, at=world.at)
    wording = Wording(title="食堂荤菜少", source="masses", manifestation=SUMMARY, focus="", checked=True)
    problem = raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=world.at)
    link_opinions(problem, [opinion.pk], by=world.office, at=world.at)
    Problem.objects.filter(pk=problem.pk).update(state="rectifying", round=2, due_on="2014-05-20")
    return Problem.objects.get(pk=problem.pk)


def links(client: Client, address: str) -> list[str]:
    return re.findall(r'href="([^"#]+)', client.get(address).text)


def test_what_came_back_is_told_in_words_to_who_may_read_them_else_in_the_summary(
    world: World, signed_in: SignedIn
) -> None:
    spoken(world)
    assert WORDS in signed_in(Role.OFFICE).get(PAGE).text
    assert WORDS in signed_in(Role.SUPERVISION).get(PAGE).text
    leader = signed_in(Role.LEADER).get(PAGE).text
    assert WORDS not in leader
    assert SUMMARY in leader


def test_every_stage_adds_up_and_says_so(world: World, signed_in: SignedIn) -> None:
    spoken(world)
    page = signed_in(Role.LEADER).get(PAGE).text
    assert page.count("✓ 对得上") == 4
    assert "✗" not in page
    assert "<svg" in page
    assert "过了时限还没有报请验收" in page
    assert "还不知道的" in page


def test_a_sum_that_doesnt_hold_is_seen(world: World, signed_in: SignedIn) -> None:
    from huiyin.process.figures.models import Figure  # noqa: PLC0415

    spoken(world)
    refresh_counts(Campaign.objects.select_related("root").get(), at=world.at)
    Figure.objects.filter(key="opinion.waiting").update(n=7)
    assert "✗ 对不上" in signed_in(Role.OFFICE).get(PAGE).text


def test_three_clicks_lead_to_the_words(world: World, signed_in: SignedIn) -> None:
    """From a number to the ledger, from there to the problem, from there to what people said."""
    problem = spoken(world)
    client = signed_in(Role.OFFICE)
    first = next(link for link in links(client, PAGE) if "part=problems.open" in link)
    second = next(
        link for link in links(client, first.replace("&amp;", "&")) if link.endswith(problem.number)
    )
    texts = [client.get(second).text]
    texts += [
        client.get(link.replace("&amp;", "&")).text for link in links(client, second) if "/opinions" in link
    ][:5]
    assert any(WORDS in text for text in texts)


def shown_and_listed(client: Client) -> list[tuple[int, str, int]]:
    """Every number of the page that leads to the ledger: itself, the address, how many problems are listed there."""
    found = []
    for link, n in re.findall(r'<a href="([^"]+part=[^"]+)">(?:<b>)?(\d+)', client.get(PAGE).text):
        answered = client.get(link)
        assert answered.status_code == 200, link
        rows = re.findall(r'<td class="at-unit"', answered.text)
        found.append((int(n), link, len(rows)))
    return found


def test_every_number_leads_to_the_very_problems_that_it_counts(world: World, signed_in: SignedIn) -> None:
    """One problem in each place where a number can stand; awaiting and closed ones that are past their date, too."""
    day = {"due_on": "2014-05-01"}
    for at, state in enumerate(
        ("drafted", "rectifying", "returned", "above", "checked", "awaiting", "closed", "held", "gone")
    ):
        closed = {"closed_on": "2014-05-10"} if state in ("closed", "held") else {}
        owner = world.school if at % 2 else None
        wording = Wording(title=f"第 {at} 个", source="masses", manifestation=SUMMARY, focus="", checked=True)
        made = raise_problem(world.campaign, wording, owner=owner, by=world.office, at=world.at)
        Problem.objects.filter(pk=made.pk).update(state=state, **day, **closed)
    refresh_counts(Campaign.objects.select_related("root").get(), at=world.at)
    for role in (Role.OFFICE, Role.LEADER, Role.SUPERVISION):
        found = shown_and_listed(signed_in(role))
        assert {link.split("part=")[1] for _, link, _ in found} >= {
            "problems.before", "problems.open", "problems.above", "problems.done", "problems.awaiting", "problems.closed",
            "closed.held", "closed.unlooked", "effects.unmeasured", "stuck.overdue", "stuck.returned",
        }  # fmt: skip
        assert [(n, link) for n, link, listed in found if n != listed] == []


def test_a_unit_isnt_told_by_a_filter_what_came_back(world: World, signed_in: SignedIn) -> None:
    spoken(world)
    for role in (Role.HEAD, Role.CLERK):
        client = signed_in(role, world.school)
        for path in ("problems", "problems.xlsx"):
            assert client.get(f"/c/mass-line/{path}", {"part": "closed.came_back"}).status_code in (404, 422)
    assert signed_in(Role.OFFICE).get("/c/mass-line/problems", {"part": "closed.nobody"}).status_code == 422


def test_units_below_dont_get_it(signed_in: SignedIn, world: World) -> None:
    assert signed_in(Role.HEAD, world.school).get(PAGE).status_code == 403
    assert signed_in(Role.CLERK, world.school).get(PAGE).status_code == 403


def test_its_queries_are_few(
    world: World, signed_in: SignedIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    spoken(world)
    refresh_counts(Campaign.objects.select_related("root").get(), at=world.at)
    for role in (Role.OFFICE, Role.SUPERVISION, Role.LEADER):
        client = signed_in(role)
        client.get(PAGE)
        with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
            client.get(PAGE)
