"""The messengers: each turns its own updates into what was heard, and what is to be said into its own calls."""
