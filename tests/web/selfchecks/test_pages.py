"""The pages of papers, as those who write and read them see them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from huiyin.cli.clockwork import CLOCK
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.selfchecks.commands import expire_reviews
from huiyin.process.selfchecks.models import Review, SelfCheck, Version
from huiyin.process.selfchecks.rules.states import State
from tests.documents.labels import carries
from tests.web.conftest import OFFICE, PASSWORD
from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "/c/mass-line/selfchecks"
FACT = "4月8日家长会上，三位家长反映的问题至今没有答复"


@pytest.fixture
def people(world: World, account: Callable[..., Account], at: datetime) -> dict[str, Client]:
    """The first school's head, member and clerk, an inspector, and the office, all signed in."""
    found = {}
    for login, role, unit, post in (
        ("xiaozhang", Role.HEAD, world.school, PostKind.HEAD),
        ("fuxiao", Role.MEMBER, world.school, PostKind.MEMBER),
        ("lianluo", Role.CLERK, world.school, None),
        ("dudao", Role.SUPERVISION, world.bureau, None),
        ("ban", Role.OFFICE, world.bureau, None),
    ):
        opened = account(login, (role, unit))
        if post is not None:
            give_post(opened, post, unit, since=date(2014, 1, 1), by=OFFICE, at=at)
        client = Client()
        client.post("/sign-in", {"login": login, "password": PASSWORD})
        found[login] = client
    return found


def begin(people: dict[str, Client], world: World, login: str = "fuxiao", of: str = "own") -> SelfCheck:
    answer = people[login].post(f"{HOME}/begin", {"of": of, "unit": world.school.pk})
    assert answer.status_code == 302
    return (
        SelfCheck.objects.get(account=None) if of == "team" else SelfCheck.objects.exclude(account=None).get()
    )


FIELDS = {
    "block.discipline": "两次没有参加组织生活会。",
    "item.1.fact": FACT,
    "item.1.focus": "G3",
    "item.1.on": "2014-04-08",
    "item.1.cause": "purpose",
    "item.1.mirror": "expectations",
    "item.1.measure": "5 月底前逐一回访",
    "nothing.models": "对照焦裕禄的事迹，没有找到别的",
}


def save(client: Client, paper: SelfCheck, edits: int = 0, *, script: bool = False, **more: str) -> object:
    headers = {"x-autosave": "1"} if script else {}
    return client.post(f"{HOME}/{paper.pk}/save", FIELDS | {"edits": edits} | more, headers=headers)


def hand_in(client: Client, paper: SelfCheck) -> object:
    page = client.get(f"{HOME}/{paper.pk}/hand-in").content.decode()
    shown = page.split('name="shown" value="')[1].split('"')[0]
    edits = page.split('name="edits" value="')[1].split('"')[0]
    return client.post(f"{HOME}/{paper.pk}/hand-in", {"edits": edits, "shown": shown, "password": PASSWORD})


def test_who_owes_a_paper_is_offered_to_begin_it(people: dict[str, Client], world: World) -> None:
    assert "您的材料还没有动笔" in people["fuxiao"].get(HOME).content.decode()
    page = people["dudao"].get(HOME).content.decode()
    assert "某fuxiao" in page
    assert "还没有动笔" in page
    assert "开始写" not in page
    begin(people, world)
    assert "您的材料还没有动笔" not in people["fuxiao"].get(HOME).content.decode()


def test_the_list_takes_as_many_queries_however_many_papers(
    people: dict[str, Client], world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    begin(people, world)
    begin(people, world, "xiaozhang", "team")
    with django_assert_max_num_queries(22):
        assert people["dudao"].get(HOME).status_code == 200


def test_a_paper_is_written_saved_and_kept(people: dict[str, Client], world: World) -> None:
    paper = begin(people, world)
    assert save(people["fuxiao"], paper).status_code == 302
    page = people["fuxiao"].get(f"{HOME}/{paper.pk}").content.decode()
    assert FACT in page
    assert "对照焦裕禄的事迹" in page
    assert "中国共产党章程" in page
    assert Version.objects.get(paper=paper).why == Version.Why.KEPT


def test_the_script_saves_and_is_told_the_next_number(people: dict[str, Client], world: World) -> None:
    paper = begin(people, world)
    assert save(people["fuxiao"], paper, script=True).json()["edits"] == 1
    told = save(people["fuxiao"], paper, script=True, **{"block.discipline": "另一个窗口"}).json()
    assert (told["edits"], "另存为第 2 稿" in told["said"]) == (1, True)
    page = people["fuxiao"].get(told["link"]).content.decode()
    assert "另一个窗口" in page


def test_two_windows_without_a_script_lead_to_what_was_set_apart(
    people: dict[str, Client], world: World
) -> None:
    paper = begin(people, world)
    save(people["fuxiao"], paper)
    answer = people["fuxiao"].post(
        f"{HOME}/{paper.pk}/save", FIELDS | {"block.discipline": "第二个", "edits": 0}, follow=True
    )
    assert "没有覆盖" in answer.content.decode()
    assert "第二个" in answer.content.decode()


def test_nobody_else_reads_or_writes_a_draft(people: dict[str, Client], world: World) -> None:
    paper = begin(people, world)
    save(people["fuxiao"], paper)
    for login in ("xiaozhang", "lianluo", "dudao", "ban"):
        page = people[login].get(f"{HOME}/{paper.pk}")
        assert FACT not in page.content.decode()
        if login != "dudao":
            assert save(people[login], paper, 1).status_code == 403
        assert people[login].get(f"{HOME}/{paper.pk}.docx").status_code == 404
    assert people["lianluo"].get(f"{HOME}/{paper.pk}/versions/1").status_code == 404


def test_handing_in_takes_the_authors_password_and_what_was_shown(
    people: dict[str, Client], world: World
) -> None:
    paper = begin(people, world)
    save(people["fuxiao"], paper)
    address = f"{HOME}/{paper.pk}/hand-in"
    page = people["fuxiao"].get(address).content.decode()
    shown = page.split('name="shown" value="')[1].split('"')[0]
    wrong = people["fuxiao"].post(address, {"edits": 1, "shown": shown, "password": "x"})
    assert "密码不对" in wrong.content.decode()
    stale = people["fuxiao"].post(address, {"edits": 1, "shown": "a" * 64, "password": PASSWORD})
    assert "还没有送审" in stale.content.decode()
    assert people["xiaozhang"].get(address).status_code == 403
    assert hand_in(people["fuxiao"], paper).status_code == 302
    assert Version.objects.get(paper=paper, why="handed_in").shown == shown


def test_a_review_with_comments_goes_back_to_the_author(people: dict[str, Client], world: World) -> None:
    paper = begin(people, world)
    save(people["fuxiao"], paper)
    hand_in(people["fuxiao"], paper)
    assert "等您审阅" in people["xiaozhang"].get(HOME).content.decode()
    address = f"{HOME}/{paper.pk}/review"
    page = people["xiaozhang"].get(address).content.decode()
    assert FACT in page
    version = Version.objects.get(paper=paper, why="handed_in")
    assert f'name="version" value="{version.number}"' in page
    assert f"第 {version.number} 稿" in page
    form = {"version": version.number, "level": "head", "comment.1": "哪两次？", "due_on": "2014-06-03"}
    refused = people["xiaozhang"].post(address, form | {"verdict": "rewrite", "reason": "shallow"})
    assert "对不上" in refused.content.decode()
    assert "哪两次？" in refused.content.decode()
    done = people["xiaozhang"].post(address, form | {"verdict": "rewrite", "reason": "attitude"})
    assert done.status_code == 302
    page = people["fuxiao"].get(f"{HOME}/{paper.pk}").content.decode()
    assert "哪两次？" in page
    assert "限时重写" in page
    assert SelfCheck.objects.get(pk=paper.pk).state == State.REWRITE
    slip = people["fuxiao"].get(f"{HOME}/{paper.pk}/reviews.xlsx")
    assert carries(slip.content, "内部资料，注意保管") or carries(slip.content, "内部未脱敏")
    assert slip.headers["Content-Type"].endswith("sheet")
    expire_reviews(by=CLOCK, at=world.at + timedelta(days=2000))
    page = people["fuxiao"].get(f"{HOME}/{paper.pk}").content.decode()
    assert "哪两次？" not in page
    assert "所写意见保存期满，已按规定删去" in page
    slip = people["fuxiao"].get(f"{HOME}/{paper.pk}/reviews.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(slip.content)).get_sheet_by_index(0).to_python()
    assert any("已按规定删去" in str(cell) for row in rows for cell in row)


def test_the_inspectors_read_it_once_it_reached_them(people: dict[str, Client], world: World) -> None:
    paper = begin(people, world)
    save(people["fuxiao"], paper)
    hand_in(people["fuxiao"], paper)
    assert people["dudao"].get(f"{HOME}/{paper.pk}/review").status_code == 404
    number = Version.objects.get(paper=paper, why="handed_in").number
    passed = {"version": number, "level": "head", "verdict": "pass"}
    assert people["xiaozhang"].post(f"{HOME}/{paper.pk}/review", passed).status_code == 302
    assert FACT in people["dudao"].get(f"{HOME}/{paper.pk}/review").content.decode()
    answer = people["dudao"].post(f"{HOME}/{paper.pk}/review", passed | {"level": "inspectors"})
    assert answer.status_code == 302
    assert people["fuxiao"].post(f"{HOME}/{paper.pk}/finish").status_code == 302
    assert SelfCheck.objects.get(pk=paper.pk).state == State.FINAL
    assert Review.objects.count() == 2
    assert people["dudao"].get(f"{HOME}/{paper.pk}.docx").status_code == 200


def test_what_was_pasted_is_told_to_the_author_and_to_reviewers_after_handing_in(
    people: dict[str, Client], world: World
) -> None:
    paper = begin(people, world)
    told = '[{"block": "block.discipline", "begins": "两次没有参加", "length": 321}]'
    save(people["fuxiao"], paper, pasted=told)
    assert "粘贴进来的 321 字" in people["fuxiao"].get(f"{HOME}/{paper.pk}").content.decode()
    hand_in(people["fuxiao"], paper)
    page = people["xiaozhang"].get(f"{HOME}/{paper.pk}/review").content.decode()
    assert "粘贴的段落" in page
    assert "321 字" in page


def test_the_teams_paper_says_when_the_team_talked(people: dict[str, Client], world: World) -> None:
    paper = begin(people, world, "lianluo", "team")
    save(people["lianluo"], paper)
    address = f"{HOME}/{paper.pk}/hand-in"
    assert people["lianluo"].post(address, {"edits": 1}).status_code == 422
    said = {"edits": 1, "discussed_on": "2014-05-20", "discussed": "四人到会，改了第二块"}
    assert people["lianluo"].post(address, said).status_code == 302
    assert SelfCheck.objects.get(pk=paper.pk).level == "head"
    drafters = {"drafter": str(paper.pk)}
    assert people["dudao"].post(f"{HOME}/{paper.pk}/drafters", drafters).status_code == 403


def test_hints_stand_in_the_margin_and_no_figure_with_them(people: dict[str, Client], world: World) -> None:
    paper = begin(people, world)
    save(people["fuxiao"], paper, **{"item.2.fact": "有的同志学习不够深入", "block.causes": "常抓不懈。"})
    page = people["fuxiao"].get(f"{HOME}/{paper.pk}").content.decode()
    for said in ("没有时间、地点的问题", "还没有照的镜子", "套话", "第 2 个问题"):
        assert said in page
    assert "%" not in page.split('id="notes"')[1].split("</section>")[0]


def test_forty_thousand_characters_and_words_from_word(people: dict[str, Client], world: World) -> None:
    paper = begin(people, world)
    long = "全年听课四节，" * 5800
    assert (
        save(people["fuxiao"], paper, **{"block.causes": long + "\x0b\uf0b7 会多\u200b"}).status_code == 302
    )
    page = people["fuxiao"].get(f"{HOME}/{paper.pk}").content.decode()
    assert "· 会多" in page
    refused = save(people["fuxiao"], paper, 1, **{"block.causes": "字" * 60_500})
    assert refused.status_code == 422
    assert "字都还在您的页面上" in refused.content.decode()
