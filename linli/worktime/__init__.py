"""Working time: office hours per kind of body and season, official days, and clocks that pause.

It answers "by when" to the minute. It never guesses a year for which no official days were published without saying so.
"""
