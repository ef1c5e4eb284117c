from tests.process.campaigns.conftest import planned as planned
