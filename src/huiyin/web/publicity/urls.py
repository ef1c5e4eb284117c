"""The addresses of what the public is told: the page for everybody, and the office's desk."""

from django.urls import path

from huiyin.web.publicity import deciding, drafting, listing, public

_HERE = "c/<slug:campaign>/publicity"

urlpatterns = [
    path("p/<slug:campaign>", public.public_matters, name="public_matters"),
    path(_HERE, listing.publicity, name="publicity"),
    path(f"{_HERE}/draft", drafting.draft_matter, name="draft_matter"),
    path(f"{_HERE}/<int:pk>", deciding.matter, name="matter"),
    path(f"{_HERE}/<int:pk>/edit", drafting.edit_matter, name="edit_matter"),
    path(f"{_HERE}/<int:pk>/again", drafting.redraft_matter, name="redraft_matter"),
    path(f"{_HERE}/<int:pk>/approve", deciding.approve_matter, name="approve_matter"),
    path(f"{_HERE}/<int:pk>/return", deciding.return_matter, name="return_matter"),
    path(f"{_HERE}/<int:pk>/withdraw", deciding.withdraw_matter, name="withdraw_matter"),
]
