"""What this software says of itself: how it keeps the five bans, and the facts that an office needs to file it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huiyin import __version__
from huiyin.web.about.bans import BANS
from huiyin.web.about.notes import NOTES
from huiyin.web.frame.givers import giver_page, show_giver
from huiyin.web.frame.language import in_english


@giver_page("GET")
def five_bans(request: HttpRequest) -> HttpResponse:
    """Each ban, how it is kept, and the tests that prove it."""
    return show_giver(request, "about/five_bans", {"bans": BANS})


@giver_page("GET")
def filing(request: HttpRequest) -> HttpResponse:
    """The filing notes, to be printed."""
    rows = [(note.en_name, note.en) if in_english() else (note.zh_name, note.zh) for note in NOTES]
    context = {"rows": rows, "operator": settings.HUIYIN_OPERATOR, "version": __version__}
    return show_giver(request, "about/filing", context)
