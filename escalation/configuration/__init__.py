"""What supervisors and admins arrange while Baton runs: departments, hours, labels, macros and the like,
every version kept.
"""
