"""The index of passages: what it finds, that it follows changes, and that it forgets."""

from collections.abc import Callable, Collection

import pytest
from django.test.utils import CaptureQueriesContext

from huiyin.analysis.copied import MOST_HOLDERS, Sources
from huiyin.platform.texts.commands import forget_passages, index_passages
from huiyin.platform.texts.commands.passages import Worded
from huiyin.platform.texts.models import FormalText, Mark
from huiyin.platform.texts.queries import Shared, Source, passages_like

pytestmark = pytest.mark.django_db

NOTICE = "班子成员每人联系两所学校，走进课堂、食堂和宿舍，当面听教师和学生把话说完，五个工作日内办结并回话。"
OWN = "晨检口移到了东侧长廊，家长不必再在车流里排队，门卫那天放进来三百一十二个孩子，没有一个淋雨。"
OTHER = "河道边的那排水杉是建校时种的，如今高过了四层楼，每到深秋落叶铺满跑道，体育课就改成了扫叶课。"

TEXTS = {Source("paper", 1): OWN + NOTICE, Source("notice", 1): NOTICE, Source("paper", 2): OTHER}


def read(wanted: Collection[Source]) -> dict[Source, str]:
    return {source: TEXTS[source] for source in wanted if source in TEXTS}


@pytest.fixture
def indexed() -> None:
    index_passages("notice", [Worded(1, 1, NOTICE)])
    index_passages("paper", [Worded(1, 1, OWN + NOTICE), Worded(2, 1, OTHER)])


def sources(found: list[Shared]) -> list[tuple[Source, tuple[Source, ...]]]:
    return [(one.source, one.also) for one in found]


def test_a_passage_is_found_with_its_sources(indexed: None) -> None:
    text = OTHER[:30] + "。" + NOTICE.replace("两所", "三所")
    [one, other] = passages_like(text, read)
    assert one.source == Source("paper", 2)
    assert (other.source, other.also) == (Source("notice", 1), (Source("paper", 1),))
    assert TEXTS[other.source][other.passage.source_start : other.passage.source_end] == NOTICE[:-1]


def test_it_says_what_memory_says(indexed: None) -> None:
    text = OWN[:40] + NOTICE + OTHER[10:]
    names = list(TEXTS)
    in_memory = Sources(dict(enumerate(TEXTS.values()))).passages(text)
    assert {(one.passage.start, one.passage.end) for one in passages_like(text, read)} == {
        (one.start, one.end) for one in in_memory
    }
    assert {one.source for one in passages_like(text, read)} == {names[one.source] for one in in_memory}


def test_a_text_is_never_its_own_source(indexed: None) -> None:
    assert sources(passages_like(OWN + NOTICE, read, but=[Source("paper", 1)])) == [(Source("notice", 1), ())]
    assert passages_like(OTHER, read, but=[Source("paper", 2)]) == []


def test_a_changed_text_is_found_by_its_new_words_only(indexed: None) -> None:
    assert index_passages("paper", [Worded(2, 1, OTHER)]) == 0
    assert index_passages("paper", [Worded(2, 2, OWN)]) == 1
    assert index_passages("paper", [Worded(2, 2, OWN)]) == 0
    assert passages_like(OTHER, read) == []
    assert FormalText.objects.filter(kind="paper", thing=2).count() == 1


def test_one_whose_words_went_is_no_source(indexed: None) -> None:
    assert passages_like(OTHER, lambda wanted: {}) == []


def test_a_forgotten_text_leaves_nothing(indexed: None) -> None:
    forget_passages("paper", 2)
    assert passages_like(OTHER, read) == []
    assert not Mark.objects.filter(text__kind="paper", text__thing=2).exists()
    forget_passages("paper", 2)


def test_what_everybody_copies_is_kept_thirty_times(indexed: None) -> None:
    index_passages("copy", [Worded(thing, 1, NOTICE) for thing in range(1, 60)])
    most = max(Mark.objects.filter(key=key).count() for key in Mark.objects.values_list("key", flat=True))
    assert most == MOST_HOLDERS
    [one] = passages_like(NOTICE, read)
    assert one.source == Source("notice", 1)


def test_a_short_text_is_known_and_finds_nothing() -> None:
    index_passages("paper", [Worded(9, 1, "无。")])
    assert FormalText.objects.get().thing == 9
    assert passages_like("无。", read) == []
    assert passages_like("", read) == []


def test_queries_dont_grow_with_the_texts(
    indexed: None, django_assert_max_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    index_passages("more", [Worded(thing, 1, OTHER[thing:] + OWN[:thing]) for thing in range(40)])
    with django_assert_max_num_queries(2):
        passages_like(OWN + NOTICE + OTHER, read)
