def site(request) -> dict:
    return {}
