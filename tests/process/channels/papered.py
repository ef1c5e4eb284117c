"""A batch of paper forms about a school, and its scans, for tests."""

from datetime import date
from io import BytesIO

from PIL import Image

from huiyin.platform.files.rules import Ready, ready_pages
from huiyin.platform.orgs.models import Unit
from huiyin.process.channels.commands import print_sheets
from huiyin.process.channels.models import PaperBatch
from huiyin.process.channels.rules.paper import Order, Printed, Row, Sheet
from tests.world import World

DAY = date(2014, 5, 20)


def printed_batch(
    world: World,
    copies: int = 6,
    about: Unit | None = None,
    *,
    nonce: bytes = b"p" * 16,
    name: str = "三中·家长",
) -> tuple[PaperBatch, list[Printed]]:
    order = Order(name, copies, "parent", date(2014, 6, 5))
    return print_sheets(
        world.campaign, about or world.school, order, nonce=nonce, by=world.office, at=world.at
    )


def sheet(number: str, *texts: str, stub_there: bool = False) -> Sheet:
    return Sheet(number, tuple(Row(text) for text in texts), DAY, stub_there=stub_there)


def scan(colour: str = "white") -> bytes:
    target = BytesIO()
    Image.new("RGB", (60, 40), colour).save(target, "JPEG")
    return target.getvalue()


def scanned_pdf(pages: int = 3) -> bytes:
    """What a scanner makes: a picture a page."""
    target = BytesIO()
    pictures = [Image.new("RGB", (60, 40), (9 * page, 0, 0)) for page in range(pages)]
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:])
    return target.getvalue()


def pages(count: int = 2) -> list[Ready]:
    return [one for _ in range(count) for one in ready_pages(scan())]
