"""Readings for people: the table on a terminal, why each slot was filled, what became of each number.

Promises: no number without its words; report text is shown as text, never interpreted as markup or terminal control;
without colours (piped, or ``NO_COLOR``) nothing that colour says is lost.
"""
