"""The picture: what rival, nested, repeated and rounded claims add up to, and why. Pure functions of the claims."""
