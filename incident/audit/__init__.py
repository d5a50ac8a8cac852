"""The log of changes, looked at from outside: is it whole, and is the record as it says?"""
