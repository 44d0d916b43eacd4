"""The life of a result (结果公示): published, appealed against, decided about, final; its aggregate is AssessmentResult.

What is said in public of a statement, and how it is disputed, belongs here.
"""
