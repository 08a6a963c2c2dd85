"""What staff do in consultations: rounds, the moderation queue, official answers, legal periods."""
