"""Where the form of an entrance lies, as it is printed on posters."""

_SCHEMES = ("https://", "http://")


def say_path(code: str) -> str:
    """The path of an entrance's form."""
    return f"/say/{code}"


def say_address(base: str, code: str) -> str:
    """The whole address of an entrance's form, for a QR code; `base` is HUIYIN_ADDRESS."""
    return base.rstrip("/") + say_path(code)


def to_type(address: str) -> str:
    """An address as people type it: without the scheme, which browsers add."""
    for scheme in _SCHEMES:
        address = address.removeprefix(scheme)
    return address
