"""The command line as `python -m partyhub.cli`."""

import sys

from partyhub.cli import main

sys.exit(main())
