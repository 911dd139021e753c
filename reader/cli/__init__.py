"""The command line: all that the window does to a library, for shells, scripts and tests.

``commands`` does the work, ``arguments`` says what each command takes, ``rendering`` what is
printed of a value, ``terminal`` speaks to the standard streams. What was asked for goes to standard
output, as text or with ``--json`` as one JSON value; messages and progress go to standard error.
"""

from reader.cli.commands import COMMAND_NAMES, FAILED, main
from reader.cli.terminal import PROGRAM, tell

__all__ = ["COMMAND_NAMES", "FAILED", "PROGRAM", "main", "tell"]
