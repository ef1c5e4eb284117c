"""A template in plain words, before a campaign and in it."""

from pathlib import Path

from pytest_django import Settings

from huiyin.platform.orgs.rules.rights import Role
from huiyin.web.frame.language import COOKIE, ENGLISH
from tests.web.conftest import SignedIn
from tests.world import World


def test_a_campaigns_template_says_who_does_what_until_when_and_what_is_to_be_confirmed(
    signed_in: SignedIn, world: World
) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    page = clerk.get("/c/mass-line/template").text
    for word in (
        "3 个环节", "谁来做：", "完成：“动员大会”后 10 个工作日", "不满足就不能通过", "只提示", "□ 待确认", "每年 6 月 7 日至 6 月 9 日",
        "启动时固定下来", "惠民重点工作", "督导组", "怎样算", "栏目：", "五个实", "由督导组评，本单位不评自己", "四必谈", "督查督办通知书", "个词",
    ):  # fmt: skip
        assert word in page
    assert 'href="#stages-examine"' in page
    assert 'id="stages-examine"' in page
    assert "看全部模板" not in page
    assert clerk.get("/templates").status_code == 403


def test_the_office_reads_every_template_before_it_starts_one(
    signed_in: SignedIn, world: World, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "campaign.toml").write_text('code = "broken"\n', encoding="utf-8")
    settings.HUIYIN_TEMPLATES = str(tmp_path)
    office = signed_in(Role.OFFICE)
    page = office.get("/templates").text
    assert "有错，用不了" in page
    for code in ("mass-line-2014", "study-check-reform-2025", "school-inspection"):
        assert f'href="/templates/{code}"' in page
        assert office.get(f"/templates/{code}").status_code == 200
    assert "不分环节" in office.get("/templates/study-check-reform-2025").text
    for wrong in ("broken", "none"):
        assert office.get(f"/templates/{wrong}").status_code == 404


def test_in_english_the_chinese_words_of_a_template_are_marked(signed_in: SignedIn, world: World) -> None:
    office = signed_in(Role.OFFICE)
    office.cookies[COOKIE] = ENGLISH
    page = office.get("/templates/mass-line-2014").text
    assert 'who: <span lang="zh">活动办起草，领导小组审定</span>' in page
    assert "are the talks enough" in page
    assert '<details class="wordlist"><summary>' in page
