"""What changed in the register, told inside the transaction that changes it, to apps the register does not know."""

from django.dispatch import Signal

regulations_changed = Signal()
"""Sent with ids=[Regulation pk, ...] when what the public may see of them has changed."""

documents_changed = Signal()
"""Sent with ids=[LegalDocument pk, ...] when what the public may see of them has changed."""

plans_changed = Signal()
"""Sent with ids=[SimplificationPlan pk, ...] when what the public may see of them has changed."""

lists_changed = Signal()
"""Sent with ids=[pk, ...] of the sender Agency, Field or Industry when names, codes, the place among the others or the
successors of these have changed, under which records may be found."""

versions_published = Signal()
"""Sent with versions=[...] of one model, stored with all their rows, inside the transaction that publishes them."""
