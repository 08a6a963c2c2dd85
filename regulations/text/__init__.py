"""Plain Python on Vietnamese legal text: characters, document numbers, structure, comparison. Imports no Django."""
