"""Work that can wait stands aside while somebody is served, and not for ever."""

import threading

from huiyin.kit.precedence import served, stand_aside


def test_it_waits_until_nobody_is_served() -> None:
    done = threading.Event()

    def work() -> None:
        stand_aside(60)
        done.set()

    worker = threading.Thread(target=work)
    with served(), served():
        worker.start()
        assert not done.wait(0.05)
    assert done.wait(10)
    worker.join()


def test_it_goes_on_after_a_while_in_a_flood() -> None:
    with served():
        stand_aside(0.01)


def test_whoever_is_served_and_fails_holds_up_nobody() -> None:
    try:
        with served():
            raise KeyError
    except KeyError:
        stand_aside(60)
