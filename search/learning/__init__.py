"""What people look for and do not find, counted without knowing who they are (docs/adr/0035)."""
