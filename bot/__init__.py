"""The shell: everything that can fail, wait or remember."""
