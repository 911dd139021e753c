"""The program's entry: a subcommand goes to the command line, anything else opens the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from reader import cli
from reader.cli.arguments import path_argument
from reader.paths import default_paths, paths_under


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; its exit status. ``arguments``: without the program's name."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = _window_parser()
    options, others = parser.parse_known_args(arguments)
    if others or (options.file and options.file[0] in cli.COMMAND_NAMES):
        return cli.main(arguments)
    for file in options.file:
        if not _exists(Path(file)):
            parser.error(f"{file}: there is no such file, and no command of that name")
    return _open_window(options.data_dir, [Path(file) for file in options.file])


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name longer than any file's
        return False


def _window_parser() -> argparse.ArgumentParser:
    """What the window takes; whatever it does not know is meant for the command line."""
    parser = argparse.ArgumentParser(
        prog=cli.PROGRAM,
        usage="%(prog)s [--data-dir DIR] [FILE …]\n       %(prog)s --help",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("--data-dir", type=path_argument)
    parser.add_argument("file", nargs="*")
    return parser


def _open_window(folder: Path | None, files: Sequence[Path]) -> int:
    try:
        from reader.ui.app import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("PySide6", "shiboken6"):
            raise
        print(
            f"{cli.PROGRAM}: the window needs PySide6 (pip install PySide6-Essentials);"
            f" the command line works without it: {cli.PROGRAM} --help",
            file=sys.stderr,
        )
        return cli.FAILED
    return run(paths_under(folder) if folder else default_paths(), files)


if __name__ == "__main__":
    sys.exit(main())
