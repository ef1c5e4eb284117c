import pytest

from huiyin.kit.errors import BadInput
from huiyin.platform.notices.rules.outgoing import LONGEST_CHAT, shortened
from huiyin.platform.notices.rules.sections import (
    Line,
    Section,
    as_text,
    check_sections,
    from_json,
    merged,
    to_json,
)

WEEK = Section(
    "weekly:2014-05-19", "本周提醒", (Line("认领问题 2014-037", "/c/mass-line/problems/2014-037"),)
)
BACK = Section("direct:7", "退回", (Line("对照检查材料退回修改"),))


def test_each_notice_stands_once_and_the_fresher_one_stays() -> None:
    fresher = Section(WEEK.key, "本周提醒（更新）")
    assert merged([WEEK, BACK], [fresher]) == (fresher, BACK)
    assert merged([WEEK], [BACK, BACK]) == (WEEK, BACK)


def test_sections_come_back_as_they_were_kept() -> None:
    assert from_json(to_json([WEEK, BACK])) == (WEEK, BACK)


def test_a_message_as_text_has_links_only_where_the_site_is_known() -> None:
    assert "https://h.example/c/mass-line/problems/2014-037" in as_text([WEEK], "https://h.example")
    assert "/c/" not in as_text([WEEK], "")
    assert "不用回复" in as_text([WEEK], "")


def test_a_group_chat_gets_whole_lines_and_where_the_rest_is() -> None:
    text = as_text(
        [WEEK, Section("k", "很多", (Line("又一件没有办完的事，请看一看" * 5),) * 20)], "https://h.example"
    )
    short = shortened(text, "https://h.example")
    assert len(short.encode()) <= LONGEST_CHAT
    *lines, last = short.splitlines()
    assert lines == text.splitlines()[: len(lines)]
    assert last.endswith("https://h.example/messages")
    assert shortened("短", "") == "短"


@pytest.mark.parametrize(
    "section",
    [
        Section("", "题"),
        Section("k", ""),
        Section("k" * 81, "题"),
        Section("k", "题", (Line(""),)),
        Section("k", "题", (Line("x" * 501),)),
        Section("k", "题", (Line("x"),) * 101),
        *(
            Section("k", "题", (Line("x", path),))
            for path in (
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
                "/a b",
            )
        ),
    ],
)
def test_what_is_too_long_or_leads_elsewhere_is_refused(section: Section) -> None:
    with pytest.raises(BadInput):
        check_sections([section])
