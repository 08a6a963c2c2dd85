"""Taking legal documents in from files: read the bytes, check each row, plan what to do, write it."""
