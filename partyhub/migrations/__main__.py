"""Writes the next revision from what the models say and the revisions so far do not.

    python -m partyhub.migrations "what changes"

Read and finish what it wrote. It doesn't see a CHECK constraint that changed: drop the old one and
create the new one by name; a test compares them with the models.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import ScriptDirectory

from partyhub.app import create_app
from partyhub.migrations import configuration, upgrade


def main(message: str) -> None:
    """Write the revision that leads from the last one to the models."""
    with TemporaryDirectory() as folder:
        app = create_app(Path(folder))
        config = configuration(app)
        with app.app_context():
            upgrade(app)
            head = ScriptDirectory.from_config(config).get_current_head() or "0"
            command.revision(config, message, autogenerate=True, rev_id=f"{int(head) + 1:04}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__))
