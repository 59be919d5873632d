"""What a policy means, over its whole finite space: matrix, invariants, tests, differences."""
