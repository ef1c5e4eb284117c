"""One cast for a whole file: building it takes longer than most of what is asked of it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.access.cast import Cast, build_cast
from tests.conftest import NOON
from tests.web.conftest import ON_THE_PAGES, TODAY
from tests.world import build_world


@pytest.fixture(scope="module")
def ground(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cast]:
    """The cast as it was built. What a test changes is taken back after it, and all of it when the file is done."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(**ON_THE_PAGES, HUIYIN_FILES=str(tmp_path_factory.mktemp("files"))),
        transaction.atomic(),
    ):
        patch.setenv(*TODAY)
        yield build_cast(build_world(NOON))
        transaction.set_rollback(True)


@pytest.fixture
def cast(ground: Cast, db: None) -> Cast:
    return of_ones_own(ground)


def of_ones_own(ground: Cast) -> Cast:
    """A copy, whose clients nobody else signs out."""
    return replace(
        deepcopy(replace(ground, clients={})),
        clients={name: _twin(client) for name, client in ground.clients.items()},
    )


def _twin(client: Client) -> Client:
    twin = Client()
    twin.cookies = deepcopy(client.cookies)
    return twin
