"""The life of a result (结果公示): published, appealed against, decided, final; its aggregate is AssessmentResult.

What is published of a statement, who may decide an appeal and what can have moved a result belongs here; money does not.
"""
