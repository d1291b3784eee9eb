"""The command line: ``tpgraph`` or ``python -m tpgraph``."""

import sys

from tpgraph.cli.start import start


def main() -> None:
    """Run one command and end with its exit code: 0 done, 1 a TpgraphError, 2 wrong usage."""
    sys.exit(start(sys.argv[1:]))


if __name__ == "__main__":
    main()
