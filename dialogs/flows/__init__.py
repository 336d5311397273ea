"""One file a flow: each lists its steps in ``STEPS``; ``conversation.FLOWS`` is where it is registered."""
