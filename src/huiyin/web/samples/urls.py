"""The addresses of samples."""

from django.urls import path

from huiyin.web.samples import announcing, item, listing, sample

_HERE = "c/<slug:campaign>/samples"
_ONE = f"{_HERE}/<int:number>"
_ITEM = f"{_ONE}/<int:place>"

urlpatterns = [
    path(_HERE, listing.samples, name="samples"),
    path(f"{_HERE}/announce", announcing.announce_sample, name="announce_sample"),
    path(_ONE, sample.sample, name="sample"),
    path(f"{_ONE}/freeze", sample.freeze_population, name="freeze_population"),
    path(f"{_ONE}/draw", sample.draw_sample, name="draw_sample"),
    path(f"{_ONE}/break-off", sample.break_off_sample, name="break_off_sample"),
    path(f"{_ONE}/zip", sample.export_sample, name="export_sample"),
    path(_ITEM, item.sample_item, name="sample_item"),
    path(f"{_ITEM}/visit", item.start_visit, name="start_visit"),
    path(f"{_ITEM}/say", item.say_of_item, name="say_of_item"),
]
