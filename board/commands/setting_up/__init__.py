"""Making a workshop and changing it: its people, bays, hours, standards, catalogue and screens.

One module for each thing. The commands need `set_up`, except those of a bay that goes out of service.
"""

from board.commands.setting_up.bays import add_bay, change_bay, remove_bay, return_bay, take_bay_out
from board.commands.setting_up.calendar import (
    add_shift,
    add_special_day,
    change_shift,
    remove_shift,
    remove_special_day,
    set_opening,
)
from board.commands.setting_up.catalogue import add_standard_job, change_standard_job, import_catalogue
from board.commands.setting_up.founding import change_workshop, found_site, require_second_factor
from board.commands.setting_up.people import (
    add_person,
    change_person,
    deactivate_person,
    end_persons_sign_ins,
    reactivate_person,
    renew_badge,
    reset_second_factor,
    set_certificates,
    set_password,
    set_pin,
)
from board.commands.setting_up.screens import (
    change_screen,
    digest,
    identify_screen,
    move_screen,
    note_screen,
    pair_device,
    pair_screen,
    reload_screen,
    revoke_device,
)
from board.commands.setting_up.standards import (
    add_pause_reason,
    change_pause_reason,
    change_service_type,
    set_checklist,
    set_time_standards,
)
from board.commands.setting_up.teams import add_team, remove_team, rename_team

__all__ = [
    "add_bay",
    "add_pause_reason",
    "add_person",
    "add_shift",
    "add_special_day",
    "add_standard_job",
    "add_team",
    "change_bay",
    "change_pause_reason",
    "change_person",
    "change_screen",
    "change_service_type",
    "change_shift",
    "change_standard_job",
    "change_workshop",
    "deactivate_person",
    "digest",
    "end_persons_sign_ins",
    "found_site",
    "identify_screen",
    "import_catalogue",
    "move_screen",
    "note_screen",
    "pair_device",
    "pair_screen",
    "reactivate_person",
    "reload_screen",
    "remove_bay",
    "remove_shift",
    "remove_special_day",
    "remove_team",
    "rename_team",
    "renew_badge",
    "require_second_factor",
    "reset_second_factor",
    "return_bay",
    "revoke_device",
    "set_certificates",
    "set_checklist",
    "set_opening",
    "set_password",
    "set_pin",
    "set_time_standards",
    "take_bay_out",
]
