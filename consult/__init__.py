"""Consult: communities run their own needs and conflict analysis, and are answered.

Rooms inside, doors outside. The five rooms of the loop (collect, understand,
review, respond, close) know neither the web nor the telephone nor the clock;
the doors (web, sms, jobs, cli) translate in, call one room, translate out.
Imports point inward only: cli, app, doors, adapters, settings, loop, post,
people, common. `docs/ARCHITECTURE.md` draws it.
"""
