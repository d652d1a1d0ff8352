"""Cases: the loop of a demand (诉求), from the words of a resident to the answer at the door.

State, lead, holder, rung, promise, leg, outcome and call-back result are separate facts. A case may not lose its
promise on the way, and a community is never made the lead of what is not its own.
"""
