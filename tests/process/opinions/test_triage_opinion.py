import pytest

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.process.opinions.commands import sweep_opinions, triage_opinion
from huiyin.process.opinions.commands.triage import take_back_triage
from huiyin.process.opinions.models import Decision, Opinion, Suggestion
from huiyin.process.opinions.queries import focus_rate, labels, overruled, specificity_rate
from tests.world import World

pytestmark = pytest.mark.django_db

WORDS = "4月12日下午，三年级教研组又补了二十多份迎检台账，档案盒堆了一办公室，全是为了检查留痕。"


@pytest.fixture
def opinion(world: World) -> Opinion:
    found = world.take(WORDS)[0]
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    return found


def test_suggestions_show_the_words_that_led_to_them(opinion: Opinion) -> None:
    first = Suggestion.objects.get(opinion=opinion, kind=Suggestion.Kind.FOCUS, rank=1)
    assert first.code.startswith("F")
    assert all(WORDS[start:end] for _, start, end in first.why)


def test_a_decision_is_kept_with_what_it_did_not_follow(world: World, opinion: Opinion) -> None:
    decision = triage_opinion(opinion, focus="X1", topic="E16", specific=True, by=world.office, at=world.at)
    assert (decision.round, decision.focus, decision.topic) == (1, "X1", "E16")
    assert "focus" in decision.overruled
    assert overruled(world.campaign)["focus"] == 1
    assert labels(world.campaign)[opinion.pk].decided
    assert Record.objects.filter(act="opinion.triaged", subject=f"opinion:{opinion.pk}").count() == 1


def test_a_later_decision_stands_beside_the_earlier(world: World, opinion: Opinion) -> None:
    triage_opinion(opinion, focus="X1", topic="", specific=True, by=world.office, at=world.at)
    opinion.refresh_from_db()
    triage_opinion(opinion, focus="", topic="E16", specific=False, by=world.office, at=world.at)
    assert list(Decision.objects.order_by("round").values_list("focus", "topic")) == [("X1", ""), ("", "E16")]
    assert labels(world.campaign)[opinion.pk].focus == ()


def test_a_decision_over_an_old_page_is_refused(world: World, opinion: Opinion) -> None:
    triage_opinion(opinion, focus="X1", topic="", specific=True, by=world.office, at=world.at)
    with pytest.raises(Conflict, match="刷新"):
        triage_opinion(opinion, focus="G3", topic="", specific=True, by=world.office, at=world.at)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(("focus", "topic"), [("Z9", ""), ("", "E77")])
def test_codes_are_those_of_the_template(world: World, opinion: Opinion, focus: str, topic: str) -> None:
    with pytest.raises(Refused, match="没有"):
        triage_opinion(opinion, focus=focus, topic=topic, specific=True, by=world.office, at=world.at)


def test_what_the_giver_wants_is_decided_and_taken_back_with_the_rest(world: World) -> None:
    (wish,) = world.take("恳请尽快解决三号楼的热水")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert labels(world.campaign)[wish.pk].concern == "claim"
    for concern in ("advice", "claim"):
        triage_opinion(
            wish, focus="", topic="", concern=concern, specific=False, by=world.office, at=world.at
        )
        wish.refresh_from_db()
    assert [("concern" in row.overruled) for row in Decision.objects.order_by("round")] == [True, False]
    assert overruled(world.campaign)["concern"] == 1
    assert labels(world.campaign)[wish.pk].concern == "claim"
    assert take_back_triage(wish, by=world.office, at=world.at).concern == "advice"
    assert labels(world.campaign)[wish.pk].concern == "advice"


def test_a_concern_is_one_of_the_template(world: World, opinion: Opinion) -> None:
    with pytest.raises(Refused, match="诉求类型"):
        triage_opinion(
            opinion, focus="", topic="", concern="E16", specific=True, by=world.office, at=world.at
        )


def test_a_template_that_asks_for_no_concern_takes_none(world: World, opinion: Opinion) -> None:
    world.without_concerns()
    seen = Opinion.objects.select_related("campaign__root").get(pk=opinion.pk)
    with pytest.raises(Refused, match="诉求类型"):
        triage_opinion(
            seen, focus="", topic="", concern="advice", specific=True, by=world.office, at=world.at
        )
    triage_opinion(seen, focus="", topic="", specific=True, by=world.office, at=world.at)
    assert "concern" not in Record.objects.get(act="opinion.triaged").facts


@pytest.mark.parametrize("who", ["clerk", "administrator", "outsider"])
def test_only_the_office_triages(world: World, opinion: Opinion, who: str) -> None:
    with pytest.raises(NotAllowed):
        triage_opinion(opinion, focus="", topic="", specific=True, by=getattr(world, who), at=world.at)


def test_a_rate_says_its_n_and_that_it_is_suggested(world: World, opinion: Opinion) -> None:
    known = labels(world.campaign)
    rate = focus_rate(world.campaign, known)
    assert (rate.k, rate.n, rate.suggested, rate.shown) == (1, 1, True, None)
    assert specificity_rate(world.campaign, known).k == 1


def test_after_a_decision_the_focus_rate_counts_what_was_decided(world: World, opinion: Opinion) -> None:
    world.take(WORDS, "操场的灯坏了", name="续.xlsx")
    triage_opinion(opinion, focus="", topic="", specific=True, by=world.office, at=world.at)
    rate = focus_rate(world.campaign, labels(world.campaign))
    assert (rate.k, rate.n, rate.suggested) == (0, 1, False)
