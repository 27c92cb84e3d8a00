"""Every refusal the product can speak: a stable code and a sentence that says what was wrong and what to do.

The sentences are the message ids of the catalogues; `%(name)s` places are filled from the refusal's details.
"""

from collections.abc import Mapping
from types import MappingProxyType


class Refused(Exception):
    """A rule said no. `code` is stable and listed in SENTENCES; `details` fill the sentence's places."""

    def __init__(self, code: str, **details: object) -> None:
        if code not in SENTENCES:
            raise KeyError(code)
        super().__init__(code)
        self.code = code
        self.details = details


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a sentence for the catalogues."""
    return sentence


SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # who is asking
        "sign_in_first": N_("Please sign in first."),
        "not_allowed": N_("Your role may not do this. Ask your foreman or the administrator."),
        "not_found": N_("There is no such thing here. It may have been removed."),
        "wrong_password": N_("Name and password do not fit together. Please try again."),
        "wrong_pin": N_("Badge or name and PIN do not fit together. Please try again."),
        "too_many_attempts": N_("Too many attempts. Please wait %(seconds)s seconds and try again."),
        "sign_in_unfinished": N_("You have not finished signing in. Go on with the step that is still missing."),
        "wrong_code": N_("This code does not fit. Wait for the next one in your app, or use a recovery code."),
        "old_password_wrong": N_("This is not your present password. Please try again."),
        "same_password": N_("Choose a password that is not the present one."),
        "desk_only": N_("This works at a desk only: sign in there with your password."),
        "second_factor_there": N_("A second factor is set up already. Give it up first."),
        "second_factor_missing": N_("No second factor is set up."),
        "second_factor_kept": N_("Administrators of this workshop need a second factor."),
        "tablet_only": N_("This works on a workshop tablet only. Ask the administrator to set this device up as one."),
        "csrf_failed": N_("This page is out of date. Load it again and repeat the step."),
        "foreign_origin": N_("This request came from another page and was not carried out."),
        "https_only": N_(
            "This goes over HTTPS only, so that nobody on the network can read it. Open the address with https://."
        ),
        "demo_refused": N_("Demo people cannot be added to a real workshop."),
        # what was sent
        "invalid_input": N_("Some of the input is missing or wrong. Please correct the marked fields."),
        "bad_request": N_("The request could not be read."),
        "too_large": N_("That is too much to send at once."),
        "command_id_reused": N_("This step was already sent with other content. Load the page again and repeat it."),
        "unavailable": N_("The board cannot save right now. Nothing was changed; please try again in a moment."),
        "internal_error": N_("Something went wrong on our side. Nothing was changed; please try again."),
        # photos and signatures
        "photo_too_large": N_("This picture is too large: at most 15 MB and 50 million pixels."),
        "not_a_picture": N_("This is not a picture that can be read. Send a JPEG, PNG or WebP picture."),
        "signature_missing": N_("The customer has not signed yet."),
        # the order
        "order_changed": N_("The order has changed since the customer read it. Show it again, then let them sign."),
        "promise_missing": N_("No time is promised yet. Choose one before the customer signs."),
        "model_missing": N_("The car's model is missing. Write it down before the customer signs."),
        "customer_missing": N_("The customer's name is missing. Write it down before the customer signs."),
        # scanning
        "scan_foreign": N_("This is not a code of this workshop. Scan the QR code on the job card."),
        "scan_damaged": N_("This code could not be read completely. Scan it again, or type the job number."),
        "scan_too_long": N_("This is not a job card: the code is far too long."),
        "scan_revoked": N_(
            "This code is no longer valid. Use the newest printed card, or ask the advisor for a new one."
        ),
        "scan_empty": N_("Nothing was scanned. Scan the QR code on the job card, or type the job number."),
        "scan_ambiguous": N_("Several cars fit what you typed. Type the job number."),
        # the way of a car
        "wrong_stage": N_('This step does not fit now: the car is at "%(stage)s".'),
        "job_closed": N_("This job is closed (%(stage)s). Nothing more can be recorded on it."),
        "not_settled": N_('The car may leave only when its job is settled. It is at "%(stage)s".'),
        "nothing_to_do": N_("This job has no operation. Add at least one before dispatching it."),
        "reason_needed": N_("Please give a reason."),
        "reason_unknown": N_("This reason is not in use here. Please choose another one."),
        "test_drive_order": N_("The mileage after the test drive cannot be less than before it."),
        "items_needed": N_("Please name at least one item that failed."),
        "already_announced": N_("The customer has already been told."),
        "wash_not_wanted": N_("No wash is wanted for this car."),
        # the gate, and handing over
        "already_here": N_("%(plate)s is already here."),
        "already_arrived": N_("This appointment has already arrived."),
        "appointment_closed": N_("This appointment was cancelled."),
        "other_car": N_("This appointment is for %(plate)s."),
        "checklist_open": N_('"%(item)s" is not ticked yet. Tick everything on the list first.'),
        "not_an_exit_pass": N_("This is not an exit pass. The cashier prints one when the job is settled."),
        "exit_pass_damaged": N_(
            "This pass could not be read completely. Scan it again, or type the letters under the code."
        ),
        "exit_pass_unknown": N_("This workshop has issued no such exit pass."),
        "exit_pass_used": N_("This exit pass has been used. It opens the gate once."),
        "exit_pass_revoked": N_("This exit pass is no longer valid. Ask the cashier for a new one."),
        # appointments
        "appointment_past": N_("This time has passed. Choose one that is still to come."),
        "closed_day": N_("The workshop is closed on that day. Choose another day."),
        "outside_opening": N_("The workshop takes cars in from %(begin)s to %(end)s on that day."),
        "appointment_unmoved": N_("The appointment is at this time and with this advisor already."),
        "appointment_missed": N_("The customer did not come to this appointment. Book a new one."),
        "appointment_ahead": N_("The time of this appointment has not come yet."),
        "already_confirmed": N_("The customer has already confirmed this appointment."),
        # bays
        "bay_taken": N_("Bay %(bay)s already holds %(plate)s."),
        "bay_out_of_service": N_("Bay %(bay)s is out of service: %(reason)s."),
        "bay_not_for_work": N_("Bay %(bay)s is not a working bay."),
        "not_a_wash_bay": N_("Bay %(bay)s is not a wash bay."),
        "needs_bay": N_("This car has no bay. Ask the foreman for one, then clock on."),
        "people_on_job": N_("Somebody is clocked on to this car. It can leave the bay only after they clock off."),
        "moved_meanwhile": N_("Somebody else has moved this car meanwhile. This is how it stands now."),
        "already_dispatched": N_("Somebody else has dispatched this car meanwhile. This is how it stands now."),
        "in_no_bay": N_("This car stands in no bay."),
        "already_there": N_("The car is already in bay %(bay)s."),
        # people and clocking
        "technicians_needed": N_("Please choose at least one technician."),
        "not_a_technician": N_("%(name)s is not a technician and cannot be given this work."),
        "not_hv_qualified": N_(
            "%(name)s has no valid high-voltage qualification (electrician's licence and brand certificate). "
            "Choose somebody who has both."
        ),
        "not_on_operation": N_("They are no longer on this operation. This is how it stands now."),
        "item_unknown": N_('"%(item)s" is not on this list any more. Load the page again.'),
        "already_clocked_on": N_("You are already clocked on to this operation."),
        "clocked_on_elsewhere": N_(
            "You are clocked on to job %(number)s. Pause that one and switch, or finish it first."
        ),
        "not_clocked_on": N_("You are not clocked on to this car."),
        "nothing_to_switch": N_("You are not clocked on to the car you want to pause."),
        "operation_unknown": N_("This job has no such operation."),
        "operation_not_open": N_('"%(text)s" is not open: it is %(state)s.'),
        "operations_open": N_('"%(text)s" is still open. Finish it before the checks.'),
        "add_on_undecided": N_('The customer has not decided about "%(text)s" yet.'),
        "add_on_decided": N_('"%(text)s" has already been decided.'),
        "signature_needed": N_('"%(text)s" concerns safety: the customer must sign that it was declined.'),
        "text_needed": N_("Say what was found."),
        "name_needed": N_("Say who decided."),
        "add_on_unpriced": N_('"%(text)s" has no price yet. It can be decided as soon as the price is there.'),
        # parts
        "part_unknown": N_("This job has no such part."),
        "part_already": N_('"%(name)s" is already at: %(state)s.'),
        "part_order": N_('"%(name)s" is at: %(state)s. It cannot go to "%(wanted)s" from there.'),
        "expected_in_past": N_("A part cannot be expected at a time that has passed."),
        # checks
        "not_worked_on_it": N_("The self check is signed by somebody who worked on this car."),
        "signed_self_check": N_("You signed the self check of this car. Another person must sign this check."),
        "worked_on_it": N_("You worked on this car. Another inspector must sign the final check."),
        "signed_earlier_check": N_(
            "You signed an earlier check of this car. Another inspector must sign the final check."
        ),
        # calls for help
        "already_called": N_("This help has been called already. It is on the wall until somebody comes."),
        "already_answered": N_("%(name)s has answered this call already and is coming."),
        "not_addressed": N_("This call is for others to answer or to settle."),
        "call_settled": N_("This call has been settled already."),
        # advisors, comebacks, and after delivery
        "not_an_advisor": N_("%(name)s is no service advisor. Choose one who is."),
        "already_their_car": N_("%(name)s already looks after this car."),
        "other_car_comeback": N_("That job was about another car."),
        "never_left": N_("This car cannot have come back from a job that it has not left."),
        "comeback_too_late": N_("That job was delivered more than %(days)s days ago: this is a job of its own."),
        "complaint_needed": N_("Say what the customer complains about."),
        "deadline_in_past": N_("A deadline must be in the future."),
        "cannot_own_case": N_("%(name)s cannot look after complaints. Choose an advisor, a foreman or a manager."),
        "already_owner": N_("%(name)s already looks after this complaint."),
        "complaint_closed": N_("This complaint is closed already."),
        "not_your_case": N_("Somebody else looks after this complaint. Ask them, the follow-up clerk or a manager."),
        "resolution_needed": N_("Say what was agreed with the customer, or what was done about it."),
        # promises
        "promise_in_past": N_("A promised time must be in the future."),
        "promise_needs_told": N_("Say who told the customer about the new time."),
        "promise_unchanged": N_("This is already the promised time."),
        # corrections
        "clocking_unknown": N_("There is no such clocking."),
        "clocking_in_future": N_("A clocking cannot be in the future."),
        "clocking_order": N_("Clocking on must come before clocking off."),
        "clocking_overlap": N_("At that time this person was clocked on elsewhere."),
        "clocking_confirmed": N_("This clocking needs no confirmation."),
        "repair_waiting": N_("Your proposal for this clocking already waits for the foreman."),
        "repair_decided": N_("This proposal has already been decided."),
        "self_correction": N_("You cannot correct your own clocking. Ask another foreman."),
        # scans that arrive late
        "late_scan_unreadable": N_("What the tablet kept could not be read."),
        "step_unknown": N_("This step is not known here."),
        "recorded_since": N_("Something later has been recorded on this car meanwhile."),
        "not_signed_in_then": N_("This person was not signed in on that tablet at that time."),
        "badge_not_valid": N_("This badge is not valid any more."),
        "proof_unreadable": N_("The tablet did not show who made this scan."),
        "person_left": N_("This person does not work here any more."),
        "late_scan_settled": N_("This scan has been settled already."),
        "way_not_possible": N_("This scan cannot be settled in that way. Choose another one."),
        "time_too_long": N_("At most %(hours)s hours can be recorded at once."),
        # setting up
        "number_taken": N_("There is a bay %(number)s already."),
        "login_taken": N_("Somebody already signs in as %(login)s."),
        "standard_unknown": N_("There is no time standard for %(name)s."),
        "minutes_wrong": N_("Minutes must be a whole number from 1 to %(most)s."),
        "changed_meanwhile": N_("Somebody else has changed this meanwhile. Look at it again, then change it."),
        "name_taken": N_("There is something called %(name)s already."),
        "login_shape": N_("A login has no spaces."),
        "login_needed": N_("%(name)s has no login yet. Give them one, then the password."),
        "last_admin": N_("Nobody else can set the workshop up. Make somebody else administrator first."),
        "not_yourself": N_("You cannot remove yourself. Another administrator can."),
        "still_clocked_on": N_("%(name)s is still clocked on to job %(number)s. They have to clock off first."),
        "password_short": N_("A password has at least %(least)s characters."),
        "password_weak": N_("This password is among the first that are guessed. Use other words, not your own name."),
        "pin_shape": N_("A PIN has 4 to 8 digits."),
        "pin_weak": N_("This PIN is among the first that are guessed. Choose another one."),
        "bay_not_empty": N_("There are cars in bay %(bay)s (%(cars)s). Move them first."),
        "bay_was_used": N_("Cars have stood in bay %(bay)s: the record needs it. Take it out of service instead."),
        "bay_in_service": N_("Bay %(bay)s is in service."),
        "until_past": N_("This time is already over. Choose a later one, or none."),
        "hours_wrong": N_("Give a beginning and an end: two different times like 08:00 and 17:00."),
        "days_needed": N_("Choose at least one day of the week."),
        "day_taken": N_("There is an entry for %(day)s already. Remove it first."),
        "timezone_unknown": N_("There is no time zone %(name)s. Use a name like Asia/Shanghai or Europe/Berlin."),
        "last_service_type": N_("At least one service type must be offered."),
        "words_needed": N_("Please give a text in at least one language."),
        "owner_unknown": N_("Choose who has to see to it: parts, advisor, foreman or technician."),
        "too_many": N_("There are too many of these: at most %(most)s."),
        "item_twice": N_('"%(item)s" is on the list twice.'),
        # walls and tablets
        "pairing_shape": N_("A code has 8 letters, like BCDF-GHJK. Type it as the screen shows it."),
        "pairing_unknown": N_("No screen shows this code. Compare it with the screen, letter by letter."),
        "pairing_used": N_("A screen was paired with this code already. A code works once."),
        "pairing_expired": N_("This code has run out. The screen shows a new one by now."),
        "pairing_busy": N_("Too many screens wait to be paired at the moment. This one asks again by itself."),
        "turns_wrong": N_(
            "A playlist has two to six walls, the screen's own among them, each for %(least)s to %(most)s seconds."
        ),
        "not_a_wall": N_("Only a wall sleeps or shows several views in turn."),
        # the catalogue and its table
        "code_needed": N_("Every standard job needs a code."),
        "code_taken": N_("There is a standard job %(name)s already."),
        "code_twice": N_("%(name)s stands in the table twice."),
        "number_wrong": N_("This is not a number as it is needed here."),
        "word_unknown": N_('"%(name)s" is none of the words that can stand here.'),
        "part_shape": N_("A part is written as: number | name | quantity | price, one on each line."),
        "column_unknown": N_('There is no column "%(name)s".'),
        "column_twice": N_("This column is there twice."),
        "column_missing": N_("This column is missing."),
        "sheet_too_large": N_("This table is too large: at most %(rows)s lines and %(kilobytes)s KB."),
        "sheet_unreadable": N_("This file is not a table. Save it as CSV and try again."),
        "sheet_empty": N_("There is nothing in this table."),
        "sheet_mistakes": N_("The table has %(count)s mistakes. Nothing was taken over."),
        # text and plates
        "too_long": N_("This text is too long: at most %(most)s characters."),
        "plate_invalid": N_("A plate has 1 to 20 letters, digits or Chinese characters."),
        # backups and restoring
        "backup_running": N_("Another backup is being made. Wait until it has ended."),
        "backup_no_space": N_(
            "There is not enough room for the backup in %(folder)s. Make room, or choose another disk."
        ),
        "backup_no_rights": N_("The board may not write in %(folder)s. Change the folder's rights, or choose another."),
        "backup_place_wrong": N_("Backups cannot lie in %(folder)s: the board keeps its own files there."),
        "backup_place_gone": N_("The folder %(folder)s cannot be used. Look whether its disk or share is there."),
        "backup_program_missing": N_("%(program)s is missing. Install PostgreSQL's client programs on this machine."),
        "backup_program_failed": N_("%(program)s did not succeed: %(reason)s."),
        "backup_database_gone": N_("The database cannot be read. `board doctor` says what is wrong."),
        "backup_damaged": N_("This backup cannot be used: %(what)s is damaged or missing."),
        "backup_pictures_missing": N_(
            "The backup was made, but %(count)s pictures that the board knows are missing or damaged on its disk."
        ),
        "backup_interrupted": N_("The backup was ended before it was complete."),
        "backup_not_found": N_("There is no backup in %(folder)s."),
        "backup_newer": N_("This backup is of a newer version of the board (%(version)s). Install that version first."),
        "backup_other_database": N_(
            "This backup is of a %(kind)s database, and BOARD_DATABASE_URL names another kind."
        ),
        "board_in_use": N_("The board is running on this data. Stop it everywhere, then try again."),
        "restore_running": N_("A backup is being restored. Start the board when that has ended."),
        "still_needed": N_("This is not old enough to be forgotten, or somebody still works on it."),
        "personal_days_wrong": N_("Give 0 (keep for ever), or between %(least)s and %(most)s days."),
    }
)
