import pytest

from tests.access.cast import Cast, build_cast
from tests.web.conftest import _cheap_hashes
from tests.world import World

__all__ = ["_cheap_hashes"]


@pytest.fixture
def cast(world: World, _cheap_hashes: None) -> Cast:
    return build_cast(world)
