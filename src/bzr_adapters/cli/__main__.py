"""`python -m bzr_adapters.cli` is `bzr`."""

import sys

from bzr_adapters.cli import main

sys.exit(main())
