"""What was read of texts, held under keys."""

from huiyin.analysis.holding import HeldPieces


def test_pieces_come_back_as_they_were() -> None:
    held = HeldPieces()
    held.hold(["one", "none"], [b"12345678", b""])
    assert held.among(["one", "none", "three"]) == {"one": b"12345678", "none": b""}


def test_those_asked_for_longest_ago_go_first() -> None:
    held = HeldPieces(most=24)
    held.hold(["one"], [bytes(8)])
    held.hold(["two"], [bytes(16)])
    held.hold(["two"], [bytes(16)])  # again isn't more
    held.among(["one"])
    held.hold(["one more"], [bytes(8)])
    assert ["one" in held, "two" in held, "one more" in held] == [True, False, True]
    assert held.among(["one", "two"]) == {"one": bytes(8)}
