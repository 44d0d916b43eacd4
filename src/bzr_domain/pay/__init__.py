"""What a month pays (绩效): entitlements, the pay sheet with its steps, adjustments of months already paid; its aggregate is PaySheet.

Everything in yuan that somebody is owed belongs here; points do not.
"""
