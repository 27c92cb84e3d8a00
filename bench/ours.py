"""The board as `board run` serves it: `python -m bench.ours PORT EVENT_BYTES [untuned]`."""

import sys

from board import runtime

runtime.patch()

from bench.windows import serve  # noqa: E402

if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]), tuned="untuned" not in sys.argv)
