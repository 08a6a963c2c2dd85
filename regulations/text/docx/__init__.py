"""Word files (.docx): opened with care, read to the plain text of law, and written anew."""
