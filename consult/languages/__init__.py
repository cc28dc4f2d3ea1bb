"""Which languages we speak: their records, their sentences, their words for MENU and STOP, their days.

Our own records, not a library's list: a language that no library knows works like any other.
"""
