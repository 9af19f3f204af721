import sys

from partyhub.cli import main

sys.exit(main())
