"""Full, accurate, public, timely: four figures of how the register is kept, by agency, with the records behind each."""
