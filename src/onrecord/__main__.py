"""``python -m onrecord``: the same as the command ``onrecord``."""

from onrecord.cli import run

if __name__ == "__main__":
    run()
