"""``python -m accordingto``: the same as the ``accordingto`` command."""

from accordingto.cli import main

if __name__ == "__main__":
    main()
