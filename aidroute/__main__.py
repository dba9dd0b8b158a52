"""`python -m aidroute ...` is the same as the command `aidroute ...`."""

from aidroute.cli import main

if __name__ == "__main__":
    main()
