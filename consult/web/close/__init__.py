"""Representatives see what is still owed and why, and write down what was told to the community."""

from flask import Blueprint

blueprint = Blueprint("close", __name__, url_prefix="/close")

from consult.web.close import debts, printed, returns, wordings  # noqa: E402, F401 - the pages need the blueprint to stand
