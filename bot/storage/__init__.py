"""What the desk remembers: tables, rows, the database under them and the keys over them."""
