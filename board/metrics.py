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
