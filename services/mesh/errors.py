"""Every error of the mesh is answered as JSON, with its status in the body too."""

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException


def install(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _answer(error: HTTPException) -> Response:
        """Also for an exception that nothing caught: Flask wraps it as a 500."""
        response = jsonify(error=error.description, status=error.code)
        response.status_code = error.code or 500
        return response
