"""What a month pays (绩效): entitlements, the pay sheet with its steps, adjustments of paid months; its aggregate is PaySheet.

Everything in yuan that a head teacher is owed belongs here; points do not.
"""
