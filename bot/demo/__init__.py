"""The demo: emulated platforms and a page on which the visitor is everybody."""
