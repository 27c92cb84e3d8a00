"""What an operator's monitoring can read at `/metrics`. No name, plate or code ever becomes a label."""

from prometheus_client import Counter, Gauge, Histogram

COMMANDS = Counter(
    "board_commands_total", "Commands by verb and outcome (done, repeated, refused, unavailable)", ["verb", "outcome"]
)
SCANS = Counter("board_scans_total", "Codes looked at, by way and outcome", ["via", "outcome"])
LATE_SCANS = Counter(
    "board_late_scans_total",
    "Scans that tablets kept while they had no network, by outcome (done, repeated, late, unreadable, done_later)",
    ["outcome"],
)
SCREENS = Gauge("board_screens", "Sockets that watch a view now", ["view"])
CHANGES = Counter("board_changes_total", "Changes pushed, by view", ["view"])
DELIVERIES = Counter("board_deliveries_total", "Messages handed to screens, by event", ["event"])
PUBLISH_SECONDS = Histogram(
    "board_publish_seconds",
    "From noticing a commit to the last hand-over to a screen",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2),
)
BACKUP_GOOD = Gauge("board_backup_good_timestamp_seconds", "When the last good backup was made; 0: never")
BACKUP_FAILED = Gauge("board_backup_failed", "1 when the last backup that was tried did not succeed")
BACKUP_BYTES = Gauge("board_backup_bytes", "Size of the last good backup, without pictures")
BACKUP_TRIAL = Gauge(
    "board_backup_trial_timestamp_seconds", "When a backup was last put back by way of trial; 0: never"
)
BACKUP_TRIAL_FAILED = Gauge("board_backup_trial_failed", "1 when that trial did not succeed")
