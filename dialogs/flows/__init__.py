"""One file a flow: each lists its steps in ``STEPS``; ``conversation.FLOWS`` is the one line that registers it."""
