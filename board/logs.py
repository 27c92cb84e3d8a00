"""The log: one JSON object a line on standard error (readable lines on a terminal), with what an operator needs."""

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog


class _StandardError:
    """Standard error, of which a full disk takes lines and nothing else: what was saved is still answered as saved."""

    def write(self, text: str) -> int:
        """Write, or lose it."""
        with suppress(OSError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        """Hand over what is kept, or lose it."""
        with suppress(OSError):
            sys.stderr.flush()


def set_up_logs() -> None:
    """Say how everything is logged; libraries speak from warnings on."""
    processors: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if sys.stderr.isatty():
        processors.append(structlog.dev.ConsoleRenderer())
    else:
        processors += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _StandardError())),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
