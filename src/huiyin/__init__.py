"""Huiyin (回音): a rectification campaign from the first opinion to the proven fix."""

__version__ = "0.1.0"
