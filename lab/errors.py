"""What the lab tells a user it cannot do: one sentence, and what to type instead."""


class LabError(Exception):
    """Ends the command with its message and no traceback."""
