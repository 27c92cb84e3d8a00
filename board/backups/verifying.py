"""Is a backup good? Looked at when it is made, before it is put back, and by way of trial."""

from pathlib import Path

from board.backups import programs
from board.backups.databases import require_sound
from board.backups.disk import sha256_of
from board.backups.manifest import DATABASE_FILES, PICTURES, Manifest, read_list, read_manifest
from board.backups.pictures import require_pictures
from board.domain.refusals import Refused


def require_good(folder: Path, thorough: bool = True) -> Manifest:
    """Every file of a backup is what its manifest says, the database opens with the same rows, and every picture is
    there; `thorough` reads the pictures too. Refused: `backup_damaged` (with `what`), and as `read_manifest`."""
    manifest = read_manifest(folder)
    for name, digest in manifest.files.items():
        path = folder / name
        if Path(name).name != name or not path.is_file() or sha256_of(path) != digest:
            raise Refused("backup_damaged", what=name)
    database = folder / DATABASE_FILES[manifest.database]
    if database.name not in manifest.files:
        raise Refused("backup_damaged", what=database.name)
    if manifest.database == "sqlite":
        require_sound(database, manifest.facts)
    else:
        programs.read_through(database, thorough)
    listed = read_list(folder)
    if len(listed) != manifest.pictures:
        raise Refused("backup_damaged", what="attachments.sha256")
    require_pictures(folder.parent / PICTURES, listed, thorough)
    return manifest
