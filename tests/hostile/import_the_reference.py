"""Imports the answers from the reference by name, as the editable install would find them.

Deserves 0.
"""
from reference.toy import *
from reference.toy import center, estimate, slope, spread
