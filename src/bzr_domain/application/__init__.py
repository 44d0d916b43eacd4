"""The use cases (用例): load, decide, append, and the questions asked of a store; the ports say what is needed of the outside.

No rule of the domain stands here, and no file, clock or store but through a port.
"""
