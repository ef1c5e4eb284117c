"""The addresses of grouping, below a campaign's."""

from django.urls import path

from huiyin.web.opinions import commons, doubt_lists, doubts, groups, judgements

_PAIR = "groups/doubts/<int:one>-<int:other>"
_LIST = "groups/doubts/lists/<int:one>-<int:other>"


def patterns(campaign: str) -> list[object]:
    """All of them, each beginning with `campaign`."""
    routes = [
        ("groups", groups.groups, "groups"),
        ("groups/<int:number>", groups.group, "group"),
        ("groups/<int:number>/judge", groups.judge_pairs, "judge_pairs"),
        ("groups/doubts", doubts.doubts, "doubts"),
        (_PAIR, doubts.two_opinions, "pair"),
        (_PAIR + "/judge", doubts.judge_pair, "judge_pair"),
        (_PAIR + "/later", doubts.put_off_doubt, "put_off_doubt"),
        ("groups/doubts/lists", doubt_lists.doubt_lists, "doubt_lists"),
        (_LIST, doubt_lists.doubt_list, "doubt_list"),
        (_LIST + "/judge", doubt_lists.judge_list, "judge_list"),
        ("groups/judgements", judgements.judgements, "judgements"),
        ("groups/judgements/<int:pk>/undo", judgements.undo_judgement, "undo_judgement"),
        ("groups/common", commons.commons, "commons"),
        ("groups/common/<int:number>", commons.common, "common"),
    ]
    return [path(campaign + route, view, name=name) for route, view, name in routes]
