"""The server's entry: the standard library is patched first, then everything else is imported."""

from board import runtime

runtime.patch()

from board.app import create_app
from board.config import load_settings

app = create_app(load_settings())
