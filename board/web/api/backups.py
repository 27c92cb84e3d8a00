"""The backups of this installation: how they stand, and making one now."""

from typing import Any

import structlog

from board.backups import nightly
from board.backups.standing import stand
from board.domain.backups import Keep
from board.domain.permissions import Action
from board.domain.refusals import SENTENCES, Refused
from board.web.api import wire
from board.web.api.endpoints import endpoint
from board.web.i18n import sentence
from board.web.parts import asker, now, parts

log = structlog.get_logger()


@endpoint("GET", "/set-up/backups", Action.read_backups, answer=wire.AnyAnswer)
def read_backups() -> dict[str, Any]:
    """The last backup and the last trial restore, where backups lie, and `worries` (codes) with what an administrator
    has to see to. `running`: one is being made now."""
    settings = parts().settings
    standing = stand(settings, parts().store, now())
    written, record = standing.written, standing.written.record
    failed = None if standing.running else _said(written.failed, written.failed_details)
    return {
        "nightly_at": settings.backup_at if settings.backup else None,
        "folder": str(standing.folder),
        "running": standing.running,
        "worries": standing.worries,
        "tried_at": _ms(record.tried_at),
        "failed": failed,
        "good_at": _ms(record.good_at),
        "size": written.size,
        "pictures": written.pictures,
        "picture_size": written.picture_size,
        "seconds": written.seconds,
        "trial_at": _ms(record.trial_at),
        "trial_failed": _said(written.trial_failed, written.trial_details),
        "trial_read_only": written.trial_read_only,
        "kept": {"daily": Keep().daily, "weekly": Keep().weekly, "monthly": Keep().monthly},
    }


@endpoint("POST", "/set-up/backups", Action.back_up, wire.CommandBody, wire.AnyAnswer)
def back_up(sent: wire.CommandBody) -> dict[str, Any]:  # noqa: ARG001 - one backup at a time, whoever asks how often
    """Begin a backup beside the running board. Refused: `backup_running`."""
    settings = parts().settings
    if nightly.is_running(settings):
        raise Refused("backup_running")
    nightly.begin(settings)
    log.info("backup_asked_for", person=asker().person)
    return {"begun": True}


def _ms(at: Any) -> int | None:
    return round(at.timestamp() * 1000) if at is not None else None


def _said(code: str | None, details: dict[str, Any]) -> str | None:
    return sentence(code, details) if code is not None and code in SENTENCES else code
