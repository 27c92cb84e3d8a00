"""Transparent Workshop Board: the server."""

from importlib.metadata import version

__version__ = version("transparent-workshop-board")
