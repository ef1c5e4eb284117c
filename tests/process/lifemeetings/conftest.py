"""One hall a test."""

from datetime import datetime

import pytest

from tests.process.lifemeetings.hall import Hall, build_hall
from tests.world import World


@pytest.fixture
def hall(world: World, at: datetime) -> Hall:
    return build_hall(world, at)
