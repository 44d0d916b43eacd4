"""How a class gets its head teacher (聘任): candidates, conditions, letters, substitutes and studios; its aggregate is ClassAppointments.

What leads to a tenure belongs here; the tenure itself stands in the register.
"""
