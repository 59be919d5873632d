"""What grows with the domain: projects of N entities, and what each costs."""
