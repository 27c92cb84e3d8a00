"""Getting in and out: passwords, PINs and second factors, how often one may try, and the sign-ins that follow."""

from board.signing_in.desk import go_on, require_own_password, sign_in_with_password
from board.signing_in.forgetting import forget_what_is_old
from board.signing_in.hashing import hash_secret
from board.signing_in.pairing import with_pairing_code
from board.signing_in.second_step import SetUp, give_second_step, proposed, recovery_codes_of
from board.signing_in.sign_ins import (
    Rights,
    Visit,
    end_own_sign_ins,
    mark_seen,
    note_refusal,
    rights,
    sign_out,
    still_counts,
)
from board.signing_in.tablet import require_pin, sign_in_on_tablet

__all__ = [
    "Rights",
    "SetUp",
    "Visit",
    "end_own_sign_ins",
    "forget_what_is_old",
    "give_second_step",
    "go_on",
    "hash_secret",
    "mark_seen",
    "note_refusal",
    "proposed",
    "recovery_codes_of",
    "require_own_password",
    "require_pin",
    "rights",
    "sign_in_on_tablet",
    "sign_in_with_password",
    "sign_out",
    "still_counts",
    "with_pairing_code",
]
