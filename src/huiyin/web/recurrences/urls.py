"""The addresses of what was said again of closed problems."""

from django.urls import path

from huiyin.web.recurrences import bench, listing, raising

_HERE = "c/<slug:campaign>/recurrences"
_PAIR = f"{_HERE}/<str:number>/<int:opinion>"

urlpatterns = [
    path(_HERE, listing.recurrences, name="recurrences"),
    path(f"{_HERE}/next", bench.next_recurrence, name="next_recurrence"),
    path(f"{_HERE}/<str:number>/raise", raising.raise_recurrence, name="raise_recurrence"),
    path(f"{_HERE}/<str:number>/link", raising.link_recurrence, name="link_recurrence"),
    path(_PAIR, bench.recurrence, name="recurrence"),
    path(f"{_PAIR}/decide", bench.decide_recurrence, name="decide_recurrence"),
    path(f"{_PAIR}/later", bench.put_off_recurrence, name="put_off_recurrence"),
    path(f"{_PAIR}/undo", bench.undo_recurrence, name="undo_recurrence"),
]
