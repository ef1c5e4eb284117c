"""The addresses of papers."""

from django.urls import path

from huiyin.web.papers import drafting, listing, paper

_HERE = "c/<slug:campaign>/papers"

urlpatterns = [
    path(_HERE, listing.papers, name="papers"),
    path(f"{_HERE}/draft", drafting.draft_paper, name="draft_paper"),
    path(f"{_HERE}/<int:pk>", paper.paper, name="paper"),
    path(f"{_HERE}/<int:pk>/edit", paper.edit_paper, name="edit_paper"),
    path(f"{_HERE}/<int:pk>/sign", paper.sign_paper, name="sign_paper"),
    path(f"{_HERE}/<int:pk>.docx", paper.paper_docx, name="paper_docx"),
]
