"""The register written into files in the form in which regulations.importing reads them back."""
