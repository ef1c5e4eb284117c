"""Whatever is too long for its field is refused or cut where it is judged, at every address that takes a form: never a fault of ours.

SQLite keeps any length, PostgreSQL doesn't: it's asked there only.
"""

import re
from collections.abc import Callable, ItemsView, Iterator, ValuesView

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from tests.access.cast import Cast
from tests.access.test_matrix import CASES, Case, ask

PLAUSIBLE = {
    "title": "午餐缩水",
    "manifestation": "荤菜减少",
    "text": "荤菜减少",
    "source": "masses",
    "focus": "G5",
    "topic": "E06",
    "specific": "yes",
    "owner": "云河市第三中学",
    "unit": "云河市第三中学",
    "to_parent": "云河市教育局",
    "role": "clerk",
    "post": "head",
    "since": "2014-05-23",
    "until": "2014-06-30",
    "last": "2014-05-23",
    "on": "2014-05-23",
    "login": "xinren",
    "name": "辛仁",
    "taker": "xinren",
    "campaign": "",
    "seen": "",
    "round": "0",
    "then": "answered",
    "same": "no",
    "member": "1",
    "into": "1",
    "why_answered": "已当面说明",
    "password": "x",
    "code": "x",
    "old": "x",
    "new": "x",
    "again": "x",
    "next": "/",
    "language": "en",
    "pending": "x",
    "kept": "x",
    "problem": "",
    "repeats": "",
    "day": "2014-05-04",
    "works": "off",
    "lines": "1月1日 休\n5月1日 休\n10月1日至3日 休",
    "email": "xin@example.cn",
    "quiet_from": "20:00",
    "quiet_to": "08:00",
    "channel": "wecombot://0123456789abcdef/",
    "id": "x",
    "body": "各单位开两次座谈会",
    "added": "不另要报表",
    "author": "市委活动办",
    "number": "云活办〔2014〕9号",
    "kind": "notice",
    "event": "",
    "ack_days": "3",
    "why": "发错了",
    "version": "1",
    "fact": "circulars.acknowledged",
    "giver_kind": "parent",
    "opens_on": "2014-05-26",
    "way": "visit",
    "came_by": "talk",
    "raised_on": "2014-05-20",
    "held_on": "2014-05-20",
    "opened_on": "2014-05-20",
    "first": "教导主任",
    "second": "工会主席",
    "place": "一楼",
    "convenor": "书记",
    "notes": "3",
    "closes_on": "2014-06-30",
    "question": "是哪一天？",
    "message": "1",
    "opinion_of": "1",
    "settles": "yes",
    "group": "parent",
    "count": "3",
    "words": "荤菜减少",
    "answer": "已重新核定食谱",
    "nobody": "yes",
    "looked": "yes",
    "copies": "3",
    "hand_in_by": "2014-06-05",
    "written_on": "2014-05-20",
    "cell-problem": "荤菜减少",
    "as": "blank",
    "unused": "0",
    "sure": "yes",
    "query": "late=yes",
    "heading": "points_given",
    "point": "荤菜减少",
    "shared": "荤菜减少",
    "readers": "team",
    "reason": "not_held",
    "part": "am",
    "thing": "account-1",
    "slot": "1/2014-05-26/0",
    "passphrase": "石桥 灯芯 麦田 渡口 一",
    "passphrase_again": "石桥 灯芯 麦田 渡口 一",
    "passphrase_old": "x",
    "holds": "no",
    "tolerable": "10",
    "confidence": "95",
    "verdict": "return",
    "text.1": "荤菜减少",
    "due.1": "2014-06-06",
    "about.1": "unit",
    "due": "2014-06-06",
    "act": "save",
    "edits": "0",
}
SEEN = {
    "triage_opinion": "waiting",
    "take_step": "decided.1",
    "decide_recurrence": "1",
}  # what the page was drawn from; elsewhere an id, which nobody has here
TOO_LONG = ("长" * 20_000, " " * 600 + "长" * 20)
WITHOUT_FIELDS = {
    "undo_decision",
    "acknowledge_circular",
    "close_account",
    "close_campaign",
    "sign_ask",
    "recount_plan",
    "put_away",
    "end_feed",
    "renew_feed",
    "drop_entry",
    "attach_paper",
    "drop_meeting",
    "redate_by_meeting",
    "withdraw_study",
    "retire_phrase",
    "close_vote",
    "publish_vote",
    "seal_opinion",
    "drop_view",
    "withdraw_evidence",
    "remind_head",
    "say_not_held",
    "act_on_lifemeeting",
    "finish_selfcheck",
    "sign_reminder",
    "freeze_population",
    "sign_letter",
    "undo_recurrence",
    "put_off_recurrence",
    "link_recurrence",
}
# Nobody of the cast gets it without their own password; who fails at that has been asked for the rest of the form before.
ASKED = {"hand_in_selfcheck": "member"}
FORMS = [case for case in CASES if case.method == "POST" and case.name not in {"sign_out"}]


class Typed(dict[str, object]):
    """What was typed, as a form that is drawn again gets it: notes what is looked for in it; all of it where it's gone through."""

    def __init__(self, typed: dict[str, object], names: set[str]) -> None:
        super().__init__(typed)
        self._names = names

    def __getitem__(self, name: str) -> object:
        self._names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._names.add(str(name))
        return super().__contains__(name)

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        self._names.add(name)
        return super().get(name, default)

    def __iter__(self) -> Iterator[str]:  # copies, too, come by here
        self._names.update(super().keys())
        return super().__iter__()

    def items(self) -> ItemsView[str, object]:  # type: ignore[override]
        return dict(self).items()

    def values(self) -> ValuesView[object]:  # type: ignore[override]
        return dict(self).values()


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of fields that any view has looked for so far: what nobody looks for can't be too long for anybody."""
    names: set[str] = set()
    plainly = QueryDict.__getitem__

    def noting(plain: Callable[..., object]) -> Callable[..., object]:
        def read(query: QueryDict, name: str, *more: object, **options: object) -> object:
            if not query._mutable:  # or it's still being filled
                names.add(name)
            return plain(query, name, *more, **options)

        return read

    for door in ("__getitem__", "__contains__", "_getlist"):
        monkeypatch.setattr(QueryDict, door, noting(getattr(QueryDict, door)))
    monkeypatch.setattr(
        QueryDict, "dict", lambda query: Typed({name: plainly(query, name) for name in query}, names)
    )
    return names


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite keeps any length")
@pytest.mark.parametrize("case", FORMS, ids=str)
def test_no_field_of_any_form_is_too_long_for_an_answer(cast: Cast, case: Case, looked_for: set[str]) -> None:
    client = cast.clients[ASKED.get(case.name) or min(case.shown or case.hidden)]
    right = {**PLAUSIBLE, "seen": SEEN.get(case.name, ""), **case.data(cast)}

    def send(**wrong: str) -> int:
        with transaction.atomic():
            status = ask(client, _with(case, {**right, **wrong}), cast).status_code
            transaction.set_rollback(True)
        return status

    assert send() < 500
    tried: dict[str, str] = {}
    while new := {shape: name for shape, name in alike(looked_for).items() if shape not in tried}:
        tried |= new
        for name in new.values():
            for long in TOO_LONG:
                assert send(**{name: long}) < 500, f"{name}: {long[:3]}…"
    assert bool(tried) == (case.name not in WITHOUT_FIELDS), "or nothing was tried"


def alike(names: set[str]) -> dict[str, str]:
    """One field of each shape: those that differ by a number (`text-1`, `text-2`) are read by the same line."""
    return {
        re.sub(r"\d+", "0", name): name for name in sorted(names, reverse=True) if TOO_LONG[1][-1] not in name
    }


def _with(case: Case, sent: dict[str, str]) -> Case:
    return Case(case.name, case.arguments, case.shown, method="POST", data=lambda _: sent)
