"""The register of risks as a competent user of FastAPI and SQLModel would write it by hand.

It answers what Charter answers for the same rows, with a token checked, without policy,
row-level security or audit trail. It is here to be measured beside Charter.
"""
