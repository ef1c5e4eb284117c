from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused, Unseen
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import end_post
from huiyin.platform.orgs.models import Post
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.selfchecks.access import get_selfcheck, opened_texts, reading
from huiyin.process.selfchecks.commands import (
    Comment,
    Opinion,
    finish_selfcheck,
    hand_in_selfcheck,
    name_drafters,
    review_selfcheck,
    save_selfcheck,
)
from huiyin.process.selfchecks.models import Review, SelfCheck, Version
from huiyin.process.selfchecks.queries.facts import facts
from huiyin.process.selfchecks.queries.texts import KIND, words_of
from huiyin.process.selfchecks.rules.content import LONGEST, Content
from huiyin.process.selfchecks.rules.states import State
from tests.process.selfchecks.conftest import CASE, SHOWN, WRITTEN, Team

pytestmark = pytest.mark.django_db
LATER = date(2014, 6, 3)


def test_a_members_paper_goes_by_its_authors_hand_through_head_and_inspectors(team: Team) -> None:
    paper = team.write("member")
    version = team.hand_in("member", paper)
    assert (version.levels, version.shown, version.own_cases) == (["head", "inspectors"], SHOWN, 1)
    assert team.now(paper).level == "head"
    team.review("head", paper, Verdict.PASS)
    assert team.now(paper).level == "inspectors"
    team.review("inspector", paper, Verdict.PASS)
    assert (team.now(paper).state, team.now(paper).level) == (State.PASSED, "")
    finish_selfcheck(team.now(paper), by=team.actors["member"], at=team.at)
    assert team.now(paper).state == State.FINAL
    acts = Record.objects.filter(subject=f"selfcheck:{paper.pk}").order_by("pk").values_list("act", flat=True)
    assert list(acts) == [
        "selfcheck.begun",
        "selfcheck.kept",
        "selfcheck.handed_in",
        "selfcheck.reviewed",
        "selfcheck.reviewed",
        "selfcheck.finished",
    ]
    assert CASE.fact not in str(list(Record.objects.values_list("facts", flat=True)))


def test_the_heads_own_paper_passes_over_the_head(team: Team) -> None:
    paper = team.write("head")
    assert team.hand_in("head", paper).levels == ["inspectors", "above"]


def test_the_teams_paper_takes_a_talk_of_the_team(team: Team) -> None:
    paper = team.write("clerk", team=True)
    with pytest.raises(Refused):
        hand_in_selfcheck(paper, paper.edits, by=team.actors["clerk"], at=team.at)
    version = team.hand_in("clerk", paper)
    assert version.levels == ["head", "inspectors", "above"]
    assert version.discussed_on == date(2014, 5, 20)


def test_a_team_paper_that_the_head_drafted_passes_over_the_head(team: Team) -> None:
    paper = team.write("head", team=True)
    assert team.hand_in("head", paper).levels == ["inspectors", "above"]


def test_a_rewrite_cannot_become_a_pass_without_a_new_version(team: Team) -> None:
    paper = team.write("member")
    first = team.hand_in("member", paper)
    team.review("head", paper, Verdict.REWRITE, "attitude", due_on=LATER)
    assert (team.now(paper).state, team.now(paper).due_on) == (State.REWRITE, LATER)
    with pytest.raises(Conflict):
        team.review("head", paper, Verdict.PASS)
    with pytest.raises(Refused, match="一字不差"):
        team.hand_in("member", paper)
    now = team.now(paper)
    anew = replace(WRITTEN, items=(CASE, replace(CASE, fact="3月4日检查宿舍只看了一楼")))
    save_selfcheck(now, anew, now.edits, by=team.actors["member"], at=team.at)
    second = team.hand_in("member", paper)
    team.review("head", paper, Verdict.PASS)
    assert second.own_cases == 2
    verdicts = Review.objects.order_by("pk").values_list("version__number", "verdict")
    assert list(verdicts) == [(first.number, "rewrite"), (second.number, "pass")]


@pytest.mark.parametrize(
    ("verdict", "reasons", "said"),
    [
        (Verdict.REVISE, (), {}),
        (Verdict.REVISE, ("attitude",), {}),
        (Verdict.REWRITE, ("shallow",), {"due_on": LATER}),
        (Verdict.REWRITE, ("attitude",), {}),
        (Verdict.REWRITE, ("attitude",), {"due_on": date(2014, 5, 23)}),
        (Verdict.PASS, ("attitude",), {}),
        (Verdict.REVISE, ("shallow",), {"comments": (Comment(400, "没有这一段"),)}),
    ],
)
def test_a_verdict_needs_its_own_defects_and_dates(
    team: Team, verdict: Verdict, reasons: tuple[str, ...], said: dict[str, object]
) -> None:
    paper = team.write("member")
    team.hand_in("member", paper)
    with pytest.raises(Refused):
        team.review("head", paper, verdict, *reasons, **said)
    assert not Review.objects.exists()


def test_a_return_says_what_is_to_be_changed(team: Team) -> None:
    paper = team.write("member")
    version = team.hand_in("member", paper)
    empty = Opinion(Verdict.REVISE, ("shallow",))
    with pytest.raises(Refused, match="改什么"):
        review_selfcheck(team.now(paper), version.number, empty, by=team.actors["head"], at=team.at)


def test_comments_keep_the_line_they_speak_of(team: Team) -> None:
    paper = team.write("member")
    team.hand_in("member", paper)
    review = team.review("head", paper, Verdict.REVISE, "shallow", comments=(Comment(1, "哪两次？"),))
    assert review.comments == [{"line": 1, "quote": "本人两次没有参加组织生活会。", "text": "哪两次？"}]


def test_nobody_reviews_out_of_turn_or_what_they_wrote(team: Team) -> None:
    paper = team.write("member")
    team.hand_in("member", paper)
    for who in ("inspector", "office", "leader", "member", "other", "clerk"):
        with pytest.raises(NotAllowed):
            team.review(who, paper, Verdict.PASS)
    team.review("head", paper, Verdict.PASS)
    same = Actor(team.accounts["member"].code, Role.SUPERVISION, team.world.bureau.path)
    with pytest.raises(NotAllowed):
        review_selfcheck(team.now(paper), 2, Opinion(Verdict.PASS), by=same, at=team.at)
    team.review("inspector", paper, Verdict.PASS)


def test_only_the_author_writes_a_members_paper(team: Team) -> None:
    paper = team.begin("member")
    for who in ("head", "other", "clerk"):
        with pytest.raises(NotAllowed):
            save_selfcheck(paper, WRITTEN, 0, by=team.actors[who], at=team.at)
    with pytest.raises(Refused):
        name_drafters(paper, [team.accounts["clerk"]], by=team.actors["head"], at=team.at)


def test_the_head_says_who_drafts_the_teams_paper(team: Team) -> None:
    paper = team.begin("clerk", team=True)
    with pytest.raises(NotAllowed):
        save_selfcheck(paper, WRITTEN, 0, by=team.actors["other"], at=team.at)
    name_drafters(paper, [team.accounts["other"]], by=team.actors["head"], at=team.at)
    save_selfcheck(paper, WRITTEN, 0, by=team.actors["other"], at=team.at)
    with pytest.raises(NotAllowed):
        save_selfcheck(paper, WRITTEN, 1, by=team.actors["clerk"], at=team.at)


def test_two_windows_never_write_over_each_other(team: Team) -> None:
    paper, by = team.begin("member"), team.actors["member"]
    first = save_selfcheck(paper, WRITTEN, 0, by=by, at=team.at)
    other = replace(WRITTEN, blocks={"discipline": "另一个窗口写的。"})
    second = save_selfcheck(paper, other, 0, by=by, at=team.at)
    assert (first.edits, first.apart, second.edits) == (1, 0, 1)
    assert team.now(paper).content == WRITTEN.as_json()
    assert Version.objects.get(paper=paper, number=second.apart).content == other.as_json()


def test_what_is_typed_after_handing_in_is_set_apart(team: Team) -> None:
    paper = team.write("member")
    team.hand_in("member", paper)
    late = replace(WRITTEN, blocks={"discipline": "还在写。"})
    saved = save_selfcheck(paper, late, paper.edits, by=team.actors["member"], at=team.at)
    assert Version.objects.get(paper=paper, number=saved.apart).why == Version.Why.APART


def test_autosaving_keeps_a_version_every_few_minutes_and_no_more(team: Team) -> None:
    paper, by = team.begin("member"), team.actors["member"]
    for minute in range(12):
        said = replace(WRITTEN, blocks={"discipline": f"第 {minute} 分钟"})
        save_selfcheck(paper, said, minute, by=by, at=team.at + timedelta(minutes=minute))
    assert list(Version.objects.values_list("content__blocks__discipline", flat=True)) == [
        "第 0 分钟",
        "第 10 分钟",
    ]


def test_forty_thousand_characters_are_taken_and_more_than_room_refused(team: Team) -> None:
    paper, by = team.begin("member"), team.actors["member"]
    saved = save_selfcheck(paper, Content({"discipline": "字" * 40_000}), 0, by=by, at=team.at)
    with pytest.raises(BadInput):
        save_selfcheck(paper, Content({"discipline": "字" * (LONGEST + 1)}), saved.edits, by=by, at=team.at)
    assert len(team.now(paper).content["blocks"]["discipline"]) == 40_000


def test_a_version_and_a_review_never_change(team: Team) -> None:
    paper = team.write("member")
    version = team.hand_in("member", paper)
    review = team.review("head", paper, Verdict.PASS)
    for row in (version, review):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(by="x")
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


def test_words_reach_a_reviewer_with_the_version_and_nobody_else(team: Team) -> None:
    paper = team.write("member")

    def reads(who: str) -> int:
        return len(reading(team.now(paper), [team.actors[who]]).versions)

    assert [reads(who) for who in ("head", "inspector")] == [0, 0]
    team.hand_in("member", paper)
    readers = ("member", "head", "inspector", "office", "leader", "other", "clerk")
    assert [reads(who) for who in readers] == [1, 1, 0, 0, 0, 0, 0]
    team.review("head", paper, Verdict.PASS)
    assert [reads(who) for who in readers] == [1, 1, 1, 0, 0, 0, 0]
    with pytest.raises(Unseen):
        get_selfcheck(
            paper.pk,
            actors=[Actor("x", Role.CLERK, team.world.other_school.path)],
            account=team.accounts["clerk"],
            campaign=team.world.campaign,
        )


def test_a_paper_is_found_when_it_is_copied_and_shown_to_who_may_open_it(team: Team) -> None:
    paper = team.write("member")
    source = Source(KIND, paper.pk)
    assert words_of([source]) == {}
    team.hand_in("member", paper)
    assert CASE.fact in words_of([source])[source]
    assert opened_texts([team.actors["other"]], [source]) == {}
    assert opened_texts([team.actors["head"]], [source])[source].title.endswith("（某member）")


def test_facts_count_who_is_on_the_team_that_day(team: Team) -> None:
    part = team.participation
    today = team.at.date()
    assert facts([part], today)[part.pk]["selfchecks.passed_share"].n == 4
    paper = team.write("member")
    team.hand_in("member", paper)
    assert facts([part], today)[part.pk]["selfchecks.own_cases"].value == 1
    team.review("head", paper, Verdict.PASS)
    team.review("inspector", paper, Verdict.PASS)
    assert facts([part], today)[part.pk]["selfchecks.passed_share"].value == 1 / 4
    post = Post.objects.get(account=team.accounts["member"])
    end_post(post, last=today - timedelta(days=1), by=team.world.office, at=team.at)
    known = facts([part], today)[part.pk]
    assert (known["selfchecks.passed_share"].value, known["selfchecks.passed_share"].n) == (0, 3)
    assert SelfCheck.objects.filter(pk=paper.pk).exists()
