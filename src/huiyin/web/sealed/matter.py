"""One sealed matter: its words, what was done, and what the discipline officer does next. Every look is on record."""

from collections.abc import Callable, Iterator
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.answers.commands import tell_giver as tell_giver_command
from huiyin.process.answers.queries import has_receipt
from huiyin.process.answers.rules.messages import LONGEST_MESSAGE
from huiyin.process.channels.commands import hand_back_sealed as hand_back_sealed_command
from huiyin.process.channels.commands import open_sealed_contact as open_sealed_contact_command
from huiyin.process.channels.queries import files_given, has_contact, openings_of
from huiyin.process.opinions.models import LONGEST_WHY
from huiyin.process.opinions.rules.identity import reference
from huiyin.process.problems.commands import erase_matter as erase_matter_command
from huiyin.process.sealed.access import get_matter
from huiyin.process.sealed.commands import close_sealed as close_sealed_command
from huiyin.process.sealed.commands import note_sealed as note_sealed_command
from huiyin.process.sealed.commands import read_sealed
from huiyin.process.sealed.commands.handling import LONGEST_NOTE
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.sealed.queries import readable_said, steps_of
from huiyin.process.sealed.rules.package import Package
from huiyin.process.sealed.rules.reach import reaches_sealed
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import words
from huiyin.web.frame.files import kept_file
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.sealed.matters import STATES


@page(Right.SEALED_READ, "GET")
def sealed_matter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The words, opened for this look."""
    return _shown(request, visit, get_matter(pk, actors=visit.actors, campaign=visit.running))


@page(Right.SEALED_READ, "POST")
def note_sealed(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Note what was done."""
    return _done(request, visit, pk, note_sealed_command, _("已记下。"))


@page(Right.SEALED_READ, "POST")
def close_sealed(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Close it, with what came of it."""
    return _done(request, visit, pk, close_sealed_command, _("已办结。"))


@page(Right.SEALED_READ, "POST")
def hand_back_sealed(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """It accuses nobody: the office deals with it."""
    done = _("已退回活动办，按一般意见办理；原回执照常可用。")
    return _done(request, visit, pk, hand_back_sealed_command, done)


@page(Right.SEALED_READ, "POST")
def tell_giver(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say something to the giver, under their receipt."""
    done = _("已写到回执下面，反映人打开回执就能看到。")
    return _done(request, visit, pk, tell_giver_command, done, field="body", longest=LONGEST_MESSAGE)


@page(Right.SEALED_READ, "POST")
def erase_matter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """A lawful deletion before the time is over; what is over its time goes by itself."""

    def erased(matter: SealedMatter, why: str, *, by: Actor, at: datetime) -> None:
        erase_matter_command(matter, ground=why, lawful=True, by=by, at=at)

    return _done(request, visit, pk, erased, _("已依法删除，原文、往来、附件、联系方式都不在了。"))


@page(Right.SEALED_READ, "POST")
def open_sealed_contact(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show once how the giver may be reached."""
    found = get_matter(pk, actors=visit.actors, campaign=visit.running)
    try:
        why = words(request.POST, "why", longest=LONGEST_WHY)
        contact = open_sealed_contact_command(found, why, by=_by(visit, found), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, found, said=sentence(error), status=status_of(error))
    return _shown(request, visit, found, contact=contact)


@page(Right.SEALED_READ, "GET")
def sealed_file(_request: HttpRequest, visit: Visit, pk: int, file: int) -> HttpResponse:
    """A file that came with it, to be saved; a look at it is a look at the matter."""
    found = get_matter(pk, actors=visit.actors, campaign=visit.running)
    if file not in {number for number, _name in files_given(found.pk)}:
        raise Unseen
    read_sealed(found, by=_by(visit, found), at=visit.at)
    return kept_file(file)


def _done(
    request: HttpRequest,
    visit: Visit,
    pk: int,
    command: Callable[..., object],
    done: str,
    *,
    field: str = "why",
    longest: int = LONGEST_NOTE,
) -> HttpResponse:
    """A step with its reason, and back to the page, or to the list when the words went elsewhere."""
    found = get_matter(pk, actors=visit.actors, campaign=visit.running)
    try:
        why = words(request.POST, field, longest=longest)
        command(found, why, by=_by(visit, found), at=visit.at)
    except HuiyinError as error:
        kept = {f"typed_{field}": str(request.POST.get(field, ""))[:longest]}
        return _shown(request, visit, found, said=sentence(error), status=status_of(error), **kept)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("sealed_matter", args=[visit.running.code, pk]))


def _by(visit: Visit, found: SealedMatter) -> Actor:
    """The capacity that reaches this one."""
    about, root = found.about.path if found.about else None, visit.running.root.path
    reaching = (actor for actor in visit.actors if reaches_sealed(actor, about, root))
    return next(reaching, None) or visit.by(Right.SEALED_READ)


def _shown(
    request: HttpRequest, visit: Visit, found: SealedMatter, *, status: int = HTTPStatus.OK, **beside: str
) -> HttpResponse:
    names = names_of(visit.running)
    found.refresh_from_db()
    here = found.enciphered is not None
    package, shut = None, ""
    if here:
        try:
            package = read_sealed(found, by=_by(visit, found), at=visit.at)
        except HuiyinError as error:
            shut = sentence(error)
    steps = steps_of(found)
    looks = list(openings_of(found.pk))
    thread = readable_said(found.pk) if package else []
    context = {
        "matter": found,
        "number": reference(found.pk),
        "tone": STATES[SealedMatter.State(found.state)],
        "package": package,
        "shut": shut,
        "line": [part for part in _line(package, names) if part],
        "steps": steps,
        "looks": looks,
        "thread": thread,
        "may_tell": here and has_receipt(found.pk),
        "longest_message": LONGEST_MESSAGE,
        "people": names_of_people(
            [*(step.by for step in steps), *(look.by for look in looks), *(one.by for one in thread)]
        ),
        "files": files_given(found.pk) if here else [],
        "has_contact": here and has_contact(found.pk),
        "open": found.state in (SealedMatter.State.NEW, SealedMatter.State.IN_HAND),
        "longest": LONGEST_NOTE,
        "longest_why": LONGEST_WHY,
        **beside,
    }
    return show(request, visit, "sealed/sealed_matter", context, status=status)


def _line(package: Package | None, names: Names) -> Iterator[str]:
    """Who said it, and by which channel."""
    if package is not None:
        yield names.giver.get(package.giver_kind, package.giver_as_written)
        yield names.channel.get(package.channel, package.channel_as_written)
