import pytest

# Not test modules by name, but their assertions too should say what they compared.
pytest.register_assert_rewrite("tests.e2e.lab", "tests.e2e.story")
