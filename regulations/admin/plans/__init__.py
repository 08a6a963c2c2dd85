"""Screens of simplification plans: programmes, plans with their items, decisions and what carries them out."""
