"""Reconciling: what the claims about one incident support together, and what stays disputed."""
