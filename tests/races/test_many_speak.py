"""Many speak at once, all from one address, as a school does: each is taken, with a receipt and a number of its own.

How fast is bench/submissions.py's matter.
"""

from pathlib import Path

from bench.clients import post_all
from bench.submissions import check_receipts, code_in, requests_for, serving

from tests.races.fresh import fresh_database

MANY = 500


def test_five_hundred_from_one_address_four_at_a_time_are_all_kept(tmp_path: Path) -> None:
    texts = [f"食堂的饭菜太贵，第{number}次去问，窗口说没人管" for number in range(MANY)]
    with fresh_database(tmp_path) as env:
        address = env["HUIYIN_DATABASE"]
        with serving(address, 1, str(tmp_path)) as place:
            run = post_all(place.port, requests_for(place, texts), 4)
        codes = {code for body in run.bodies if (code := code_in(body))}
        assert (run.broken, run.statuses) == (0, [200] * MANY)
        assert len(codes) == MANY
        assert check_receipts(address, sorted(codes)) == MANY
