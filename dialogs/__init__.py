"""What the product means: the talk and the rules of a request, as plain values and functions; no I/O."""
