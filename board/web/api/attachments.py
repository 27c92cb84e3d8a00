"""Photos and signatures: sending one to a job, and looking at it."""

from dataclasses import asdict
from typing import Annotated
from urllib.parse import unquote

from flask import Response, jsonify, make_response, request
from pydantic import StringConstraints, ValidationError

from board.commands import attachments
from board.commands.change import Command
from board.domain.permissions import Action
from board.domain.reception import AttachmentKind
from board.domain.refusals import Refused
from board.store import models
from board.web import photos
from board.web.api import wire
from board.web.api.endpoints import InvalidBody, answered, done, endpoint
from board.web.parts import asker, parts


class _Upload(wire.CommandBody):
    caption: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), wire.Storable] = ""


@endpoint("PUT", "/jobs/<int:job>/photos/<command>", Action.add_photo, answer=wire.CommandAnswer)
def add_photo(job: int, command: str) -> Response:
    """Add a photo (the body: JPEG, PNG or WebP) to a job; the header `X-Caption` (percent-encoded) may say what is on
    it. The command's id stands in the address: sent again, it is answered and not added twice."""
    sent = _upload(command, unquote(request.headers.get("X-Caption", "")))
    return _added(attachments.add_photo, AttachmentKind.photo, job, sent, caption=sent.caption)


@endpoint("PUT", "/jobs/<int:job>/signatures/<command>", Action.add_signature, answer=wire.CommandAnswer)
def add_signature(job: int, command: str) -> Response:
    """Keep a signature (the body: PNG or JPEG) that was written on the glass. Refused: `signature_missing` when it is
    empty."""
    return _added(attachments.add_signature, AttachmentKind.signature, job, _upload(command))


@endpoint("GET", "/photos/<int:photo>", Action.read_jobs, answer=wire.AnyAnswer)
def read_photo(photo: int) -> Response:
    """A photo as JPEG of at most 2048 pixels; `?small=1`: of 480. Refused: `not_found`."""
    return photos.answer_with(_attachment(photo, AttachmentKind.photo), small=request.args.get("small") == "1")


@endpoint("GET", "/signatures/<int:signature>", Action.read_signatures, answer=wire.AnyAnswer)
def read_signature(signature: int) -> Response:
    """A signature as PNG. Refused: `not_found`."""
    return photos.answer_with(_attachment(signature, AttachmentKind.signature))


def _upload(command: str, caption: str = "") -> _Upload:
    try:
        return _Upload(id=command, caption=caption)
    except ValidationError as error:
        raise InvalidBody(error) from None


def _added(command: Command, kind: AttachmentKind, job: int, sent: _Upload, **more: str) -> Response:
    _require_job(job)
    kept = photos.keep(photos.uploaded(), kind)
    return make_response(jsonify(answered(done(command, sent.id, {"job": job, **asdict(kept), **more}))), 200)


def _require_job(job: int) -> None:
    """Asked before the picture is taken, so that nobody fills the disk for jobs that are not there."""
    with parts().store.reading() as session:
        row = session.get(models.Job, job)
        if row is None or row.site_id != asker().actor.site:
            raise Refused("not_found")


def _attachment(attachment: int, kind: AttachmentKind) -> models.Attachment:
    with parts().store.reading() as session:
        row = session.get(models.Attachment, attachment)
        if row is None or row.site_id != asker().actor.site or row.kind is not kind:
            raise Refused("not_found")
        return row
