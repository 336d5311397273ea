"""What ``qupia`` can be asked to do: one file for each group of commands, imported only when asked for."""


class BadInput(Exception):
    """What was typed cannot be done as it is; the message is one line with the way to mend it."""
