"""Photos and signatures of a job. The picture lies on disk before its row is written here."""

from collections.abc import Mapping
from typing import Any

from board.commands.change import Change, command
from board.domain.permissions import Action
from board.domain.reception import AttachmentKind
from board.domain.refusals import Refused
from board.domain.stages import CLOSED
from board.store import models


@command(Action.add_photo)
def add_photo(
    change: Change, job: int, digest: str, media_type: str, size: int, width: int, height: int, caption: str = ""
) -> Mapping[str, Any]:
    """Add a photo to a job; gives the attachment's id. Refused: `not_found`, `job_closed`."""
    return _add(change, job, AttachmentKind.photo, digest, media_type, size, width, height, caption)


@command(Action.add_signature)
def add_signature(
    change: Change, job: int, digest: str, media_type: str, size: int, width: int, height: int
) -> Mapping[str, Any]:
    """Keep what a customer wrote on the glass; what it stands under is said by the verb that takes its id.

    Refused: `not_found`, `job_closed`.
    """
    return _add(change, job, AttachmentKind.signature, digest, media_type, size, width, height, "")


def photo_of(change: Change, job: int, attachment: int, kind: AttachmentKind = AttachmentKind.photo) -> int:
    """The id of a picture of this kind that belongs to this job. Refused: `not_found`."""
    row = change.session.get(models.Attachment, attachment)
    if row is None or row.job_id != job or row.kind is not kind:
        raise Refused("not_found")
    return row.id


def _add(
    change: Change,
    job: int,
    kind: AttachmentKind,
    digest: str,
    media_type: str,
    size: int,
    width: int,
    height: int,
    caption: str,
) -> Mapping[str, Any]:
    row = change.job(job)
    if row.stage in CLOSED:
        raise Refused("job_closed", stage=row.stage)
    attachment = models.Attachment(
        site_id=change.site.id,
        job_id=job,
        kind=kind,
        digest=digest,
        media_type=media_type,
        size=size,
        width=width,
        height=height,
        caption=caption.strip(),
        by_id=change.actor.person,
        added_at=change.at,
    )
    change.session.add(attachment)
    change.log.flush()
    change.touch("job", job)
    change.details["attachment"] = attachment.id
    return {"attachment": attachment.id}
