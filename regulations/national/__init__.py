"""The national database of administrative procedures: its records read from files and compared with the register."""
