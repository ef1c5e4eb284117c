"""The addresses of answers, below a campaign's."""

from django.urls import path

from huiyin.web.answers import answer, drafting, drafts, due, phrases, rates


def patterns(campaign: str) -> list[object]:
    """All of them, each beginning with `campaign`."""
    routes = [
        ("answers", due.answers, "answers"),
        ("answers/drafts", drafts.answer_drafts, "answer_drafts"),
        ("answers/rates", rates.answer_rates, "answer_rates"),
        ("answers/phrases", phrases.add_phrase, "add_phrase"),
        ("answers/phrases/<int:pk>/retire", phrases.retire_phrase, "retire_phrase"),
        ("answers/new", drafting.draft_answer, "draft_answer"),
        ("answers/<int:pk>", answer.answer, "answer"),
        ("answers/<int:pk>/edit", drafting.edit_answer, "edit_answer"),
        ("answers/<int:pk>/give", answer.give_answer, "give_answer"),
        ("answers/<int:pk>/return", answer.return_answer, "return_answer"),
    ]
    return [path(campaign + route, view, name=name) for route, view, name in routes]
